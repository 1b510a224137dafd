package dev.everfill.processor.topology;

import dev.everfill.base.component.StageStatus.Failure;
import dev.everfill.base.error.EverfillException;
import dev.everfill.base.error.Reason;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;

/** Finds in a chain of exceptions the one that tells who must act. */
final class Failures {
  private Failures() {}

  static Failure of(Throwable thrown) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable t = thrown; t != null && !chain.contains(t); t = t.getCause()) {
      chain.add(t);
    }
    for (Throwable t : chain) {
      if (t instanceof RecordTooLargeException) {
        return new Failure(
            Reason.CONFIGURATION_INVALID.code(),
            message(thrown)
                + ": "
                + message(t)
                + "; raise that topic's max.message.bytes, and max.request.size and buffer.memory"
                + " under kafka.properties");
      }
      Reason reason = reason(t);
      if (reason != null) {
        return new Failure(reason.code(), message(t));
      }
    }
    Throwable root = chain.get(chain.size() - 1);
    return new Failure(Reason.INTERNAL.code(), message(thrown) + ": " + message(root));
  }

  private static Reason reason(Throwable t) {
    String message = String.valueOf(t.getMessage());
    if (t instanceof EverfillException known) {
      return known.reason();
    } else if (t instanceof AuthorizationException || t instanceof AuthenticationException) {
      return Reason.PERMISSION_DENIED;
    } else if (t instanceof InvalidOffsetException
        || t instanceof MissingSourceTopicException
        || t instanceof UnknownTopicOrPartitionException
        || t instanceof UnknownTopicIdException
        || message.contains("No valid committed offset found")) {
      return Reason.TOPIC_RECREATED;
    } else if (message.contains("No space left on device")) {
      return Reason.DISK_FULL;
    }
    return null;
  }

  /** Whether the same attempt may go well a little later. */
  static boolean passing(Throwable thrown) {
    return thrown instanceof RetriableException
        && !(thrown instanceof UnknownTopicOrPartitionException);
  }

  private static String message(Throwable t) {
    return t.getMessage() == null ? t.getClass().getName() : t.getMessage();
  }
}
