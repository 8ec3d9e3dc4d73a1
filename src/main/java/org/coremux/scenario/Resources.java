package org.coremux.scenario;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** YAML files of ours that come with the program and are records, key by key. */
public final class Resources {
  /** Where they lie on the class path. */
  private static final String FOLDER = "/org/coremux/";

  private static final ObjectMapper YAML =
      YAMLMapper.builder(new YAMLFactory())
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .withCoercionConfigDefaults(
              all -> all.setCoercion(CoercionInputShape.String, CoercionAction.Fail))
          .build();

  private Resources() {}

  /**
   * The record in the file of that name, a path such as {@code published/dall2016}.
   *
   * @throws IllegalArgumentException if there is no such file
   * @throws UncheckedIOException if it is not of that form: a defect of ours
   */
  public static <T> T read(String name, Class<T> type) {
    try (InputStream in = Resources.class.getResourceAsStream(FOLDER + name + ".yaml")) {
      if (in == null) {
        throw new IllegalArgumentException("there is no file " + FOLDER + name + ".yaml");
      }
      return YAML.readValue(in, type);
    } catch (IOException broken) {
      throw new UncheckedIOException(name + ".yaml", broken);
    }
  }
}
