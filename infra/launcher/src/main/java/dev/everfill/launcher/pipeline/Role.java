package dev.everfill.launcher.pipeline;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** A part of a pipeline that a process may run by itself. */
public enum Role {
  CAPTURE,
  COMPUTE,
  WRITE,
  /** The operations server alone: no stage. */
  OPS;

  /** What a process runs if nothing is said. */
  public static final Set<Role> ALL = Collections.unmodifiableSet(EnumSet.allOf(Role.class));

  private static final Set<Role> STAGES =
      Collections.unmodifiableSet(EnumSet.of(CAPTURE, COMPUTE, WRITE));

  /** As it is written on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether these run every stage, so that their broker may be within the process. */
  public static boolean whole(Set<Role> roles) {
    return roles.containsAll(STAGES);
  }

  /** Whether these run any stage. */
  static boolean anyStage(Set<Role> roles) {
    return !Collections.disjoint(roles, STAGES);
  }
}
