package dev.everfill.launcher.feed;

import dev.everfill.base.control.Resync;
import dev.everfill.base.control.Resyncs;
import dev.everfill.base.definition.FieldDefinition;
import dev.everfill.base.postgres.Database;
import dev.everfill.launcher.pipeline.Pipeline;
import dev.everfill.launcher.verify.Verifier;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a pipeline of this process does for whoever asks. */
record PipelineWork(Pipeline pipeline) implements CommandQueue.Work {
  private static final Logger LOG = LoggerFactory.getLogger(PipelineWork.class);

  @Override
  public String schema() {
    return pipeline.prepared().config().name();
  }

  @Override
  public <T> T ask(String what, Database.Work<T> work) {
    return pipeline.ask(what, work);
  }

  @Override
  public void verify(String name, boolean repair, OptionalInt sample, String actor)
      throws InterruptedException {
    for (FieldDefinition field : pipeline.prepared().fields()) {
      if (field.name().equals(name)) {
        pipeline
            .verifier()
            .verify(
                field,
                new Verifier.Request(repair, sample, actor),
                () -> Thread.currentThread().isInterrupted());
      }
    }
  }

  @Override
  public void resync(String field, String actor) {
    Optional<Resync> asked =
        pipeline.ask(
            "asking for a resync",
            connection -> new Resyncs(schema()).request(connection, field, actor));
    if (asked.isEmpty()) {
      LOG.warn("resyncing {}: it is not there any more", field);
    }
  }
}
