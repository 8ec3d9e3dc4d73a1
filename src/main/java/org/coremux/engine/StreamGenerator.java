package org.coremux.engine;

import java.util.random.RandomGenerator;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * A named stream behind the JDK's generator interface.
 *
 * <p>Every method that the interface defaults is answered here, so that what is drawn does not
 * depend on the JDK's own algorithms. Cost: one call more than the stream; allocates nothing.
 */
final class StreamGenerator implements RandomGenerator {
  private final UniformRandomProvider stream;

  StreamGenerator(UniformRandomProvider stream) {
    this.stream = stream;
  }

  @Override
  public long nextLong() {
    return stream.nextLong();
  }

  @Override
  public long nextLong(long bound) {
    return stream.nextLong(bound);
  }

  @Override
  public long nextLong(long origin, long bound) {
    return stream.nextLong(origin, bound);
  }

  @Override
  public int nextInt() {
    return stream.nextInt();
  }

  @Override
  public int nextInt(int bound) {
    return stream.nextInt(bound);
  }

  @Override
  public int nextInt(int origin, int bound) {
    return stream.nextInt(origin, bound);
  }

  @Override
  public double nextDouble() {
    return stream.nextDouble();
  }

  @Override
  public double nextDouble(double bound) {
    return stream.nextDouble(bound);
  }

  @Override
  public double nextDouble(double origin, double bound) {
    return stream.nextDouble(origin, bound);
  }

  @Override
  public float nextFloat() {
    return stream.nextFloat();
  }

  @Override
  public float nextFloat(float bound) {
    return stream.nextFloat(bound);
  }

  @Override
  public float nextFloat(float origin, float bound) {
    return stream.nextFloat(origin, bound);
  }

  @Override
  public boolean nextBoolean() {
    return stream.nextBoolean();
  }

  @Override
  public void nextBytes(byte[] bytes) {
    stream.nextBytes(bytes);
  }

  @Override
  public double nextExponential() {
    return Ziggurat.exponential(stream);
  }

  @Override
  public double nextGaussian() {
    return Ziggurat.normal(stream);
  }

  @Override
  public double nextGaussian(double mean, double stddev) {
    return mean + stddev * Ziggurat.normal(stream);
  }
}
