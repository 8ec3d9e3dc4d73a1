package org.coremux.scenario;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The key of a scenario file that a record component is read from: said once, for the reader, the
 * JSON Schema and the messages.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Key {

  /** The key as users write it. */
  String value();

  /** What its value looks like. */
  Form form();

  /** Whether it must be given. */
  boolean required() default false;

  /** The default as a user would write it; empty when there is none, or it depends. */
  String standard() default "";

  /** The smallest number allowed, in the unit of the form. */
  long min() default 0;

  /** The largest number allowed, in the unit of the form. */
  long max() default Long.MAX_VALUE;

  /** One sentence for people, without a full stop. */
  String meaning();
}
