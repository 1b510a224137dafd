package dev.everfill.launcher.pipeline;

import dev.everfill.base.kafka.KafkaSettings;
import dev.everfill.base.metrics.Instruments;
import dev.everfill.base.postgres.Database;
import dev.everfill.launcher.verify.Verifier;
import java.util.Set;

/** What outlives the stages of a pipeline in this process, and what they are made on. */
record Ground(
    Sessions sessions,
    Registry registry,
    Epochs epochs,
    Set<Role> roles,
    KafkaSettings kafka,
    Instance instance,
    Instruments instruments,
    Database database,
    Verifier verifier) {}
