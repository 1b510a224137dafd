package dev.everfill.launcher.command;

import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.ProblemsException;
import dev.everfill.base.error.Reason;
import dev.everfill.launcher.run.Verdict;
import java.util.List;

/** What the process ends with. */
final class ExitCode {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int DIFFERENT = 3;
  static final int UNREACHABLE = 4;
  static final int MISSED = 5;

  private ExitCode() {}

  static int of(Throwable failure) {
    if (failure instanceof ProblemsException) {
      return USAGE;
    }
    if (failure instanceof EverfillException known) {
      return of(known.reason());
    }
    return FAILED;
  }

  private static int of(Reason reason) {
    return switch (reason) {
      case CONFIGURATION_INVALID, DEFINITION_REFUSED, PERMISSION_DENIED -> USAGE;
      case SERVER_UNREACHABLE -> UNREACHABLE;
      case SLOT_LOST, SLOT_GAP, SYSTEM_CHANGED, CHANGES_MISSED, TOPIC_RECREATED -> MISSED;
      default -> FAILED;
    };
  }

  /** Of a run that was stopped: what the worst failure of its fields means; 0 without any. */
  static int worst(List<Reason> failures) {
    return failures.stream().mapToInt(ExitCode::weighed).max().orElse(DONE);
  }

  private static int weighed(Reason reason) {
    int code = of(reason);
    return code == MISSED || code == UNREACHABLE ? code : FAILED;
  }

  static int of(List<Verdict> verdicts) {
    return verdicts.stream().allMatch(verdict -> verdict.result().same()) ? DONE : DIFFERENT;
  }
}
