package dev.everfill.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The walls of the house: who may know whom, and in which package each third party is met. */
@AnalyzeClasses(packages = "dev.everfill", importOptions = ImportOption.DoNotIncludeTests.class)
class WallsTest {
  @ArchTest
  static final ArchRule BASE_KNOWS_NO_SIBLING =
      noClasses()
          .that()
          .resideInAPackage("dev.everfill.base..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.everfill.producer..",
              "dev.everfill.processor..",
              "dev.everfill.sink..",
              "dev.everfill.ops..",
              "dev.everfill.launcher..",
              "dev.everfill.embedded..");

  @ArchTest
  static final ArchRule OPS_KNOWS_BASE_ONLY =
      noClasses()
          .that()
          .resideInAPackage("dev.everfill.ops..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.everfill.producer..",
              "dev.everfill.processor..",
              "dev.everfill.sink..",
              "dev.everfill.launcher..",
              "dev.everfill.embedded..",
              "java.sql..",
              "org.apache.kafka..");

  @ArchTest
  static final ArchRule STAGES_NEVER_MEET =
      slices().matching("dev.everfill.(producer|processor|sink)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule STAGES_DO_NOT_KNOW_WHO_RUNS_THEM =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.everfill.producer..", "dev.everfill.processor..", "dev.everfill.sink..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.everfill.ops..", "dev.everfill.launcher..", "dev.everfill.embedded..");

  @ArchTest
  static final ArchRule EMBEDDED_IMPORTS_NOTHING_OF_OURS =
      classes()
          .that()
          .resideInAPackage("dev.everfill.embedded..")
          .should()
          .onlyDependOnClassesThat()
          .resideOutsideOfPackages(
              "dev.everfill.base..",
              "dev.everfill.producer..",
              "dev.everfill.processor..",
              "dev.everfill.sink..",
              "dev.everfill.ops..",
              "dev.everfill.launcher..");

  @ArchTest
  static final ArchRule DEBEZIUM_IN_ONE_ROOM =
      onlyMeets("dev.everfill.producer.stream", "io.debezium..", "org.apache.kafka.connect..");

  @ArchTest
  static final ArchRule STREAMS_IN_ONE_ROOM =
      onlyMeets("dev.everfill.processor.topology", "org.apache.kafka.streams..");

  @ArchTest
  static final ArchRule FLYWAY_IN_ONE_ROOM =
      onlyMeets("dev.everfill.base.control", "org.flywaydb..");

  @ArchTest
  static final ArchRule POOL_IN_ONE_ROOM =
      onlyMeets("dev.everfill.base.postgres", "com.zaxxer.hikari..");

  @ArchTest
  static final ArchRule HTTP_IN_ONE_ROOM =
      onlyMeets(
          "dev.everfill.ops.http", "io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..");

  @ArchTest
  static final ArchRule MICROMETER_IN_TWO_ROOMS =
      noClasses()
          .that()
          .resideInAPackage("dev.everfill..")
          .and()
          .resideOutsideOfPackages("dev.everfill.base.metrics..", "dev.everfill.ops.metrics..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.micrometer..", "io.prometheus..");

  @ArchTest
  static final ArchRule COMMAND_LINE_IN_THE_LAUNCHER =
      onlyMeets("dev.everfill.launcher", "picocli..", "me.tongfei..");

  @ArchTest
  static final ArchRule TERMINAL_IN_ONE_ROOM =
      onlyMeets("dev.everfill.launcher.progress", "org.jline..", "me.tongfei..");

  @ArchTest
  static final ArchRule HTTP_CLIENT_IN_ONE_ROOM =
      onlyMeets("dev.everfill.launcher.client", "java.net.http..");

  @ArchTest
  static final ArchRule LOGBACK_IN_ONE_ROOM =
      onlyMeets("dev.everfill.launcher.command", "ch.qos.logback..", "net.logstash..");

  @ArchTest
  static final ArchRule PURE_ROOMS_STAY_PURE =
      noClasses()
          .that()
          .resideInAnyPackage(
              "dev.everfill.processor.expression..",
              "dev.everfill.producer.merge..",
              "dev.everfill.sink.coalesce..",
              "dev.everfill.sink.pace..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.apache.kafka..", "io.debezium..", "org.jooq..");

  @ArchTest
  static final ArchRule JDBC_OF_THE_SINK_IN_TWO_ROOMS =
      noClasses()
          .that()
          .resideInAPackage("dev.everfill.sink..")
          .and()
          .resideOutsideOfPackages("dev.everfill.sink.postgres..", "dev.everfill.sink.signal..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.jooq..", "org.postgresql..");

  /** Between rooms; a package that is the face of its inner ones is one room with them. */
  @ArchTest
  static final ArchRule NO_CYCLES =
      slices().matching("dev.everfill.(*).(*)..").should().beFreeOfCycles();

  private static ArchRule onlyMeets(String room, String... thirdParty) {
    return noClasses()
        .that()
        .resideInAPackage("dev.everfill..")
        .and()
        .resideOutsideOfPackage(room + "..")
        .and()
        .resideOutsideOfPackage("dev.everfill.embedded..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(thirdParty);
  }
}
