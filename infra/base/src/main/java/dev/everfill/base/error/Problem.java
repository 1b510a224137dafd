package dev.everfill.base.error;

/**
 * One thing that is wrong with what the user gave.
 *
 * @param place where, such as {@code everfill.yaml:12 fields[0].select} or {@code public.skills}
 * @param message what, naming the thing and the value
 * @param remedy the way out; never empty
 */
public record Problem(String place, String message, String remedy) {
  @Override
  public String toString() {
    return place + ": " + message + "\n    → " + remedy;
  }
}
