package dev.everfill.e2e.deployment;

import static dev.everfill.e2e.deployment.DeploymentFiles.COMPOSE;
import static dev.everfill.e2e.deployment.DeploymentFiles.ROOT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.everfill.embedded.testing.TestDatabase;
import dev.everfill.embedded.testing.TestPostgres;
import dev.everfill.launcher.command.Everfill;
import dev.everfill.launcher.progress.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that makes the role in containers: what plan prints, and enough of it. */
class PrivilegesIT {
  private final TestDatabase db = TestPostgres.v18().database();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;

  @AfterEach
  void dropTheRole() {
    db.execute(
        "DROP PUBLICATION everfill",
        "DROP OWNED BY everfill CASCADE",
        "DROP ROLE everfill",
        "SELECT pg_replication_origin_drop('everfill')");
  }

  @Test
  void theScriptIsWhatPlanPrints() throws Exception {
    String script = DeploymentFiles.text(COMPOSE.resolve("postgres/30-everfill.sql"));
    List<String> statements =
        Arrays.stream(script.replaceAll("(?m)^--.*$", "").split(";"))
            .map(statement -> statement.strip().replaceAll("\\s+", " "))
            .filter(statement -> !statement.isEmpty())
            .toList();
    db.execute(
        DeploymentFiles.text(ROOT.resolve("infra/examples/transmissions/schema.sql")),
        "CREATE ROLE everfill SUPERUSER LOGIN PASSWORD 'sesame'");
    assertThat(printed(plan())).as("what is to be run").isSubsetOf(statements).hasSize(9);
    db.execute("ALTER ROLE everfill NOSUPERUSER");
    statements.stream().filter(one -> !one.startsWith("CREATE ROLE")).forEach(db::execute);
    JsonNode plan = plan();
    assertThat(plan.path("problems")).as(plan.toPrettyString()).isEmpty();
    // Of what it prints now nothing is created, only granted again.
    assertThat(printed(plan)).noneMatch(one -> one.startsWith("CREATE"));
  }

  private static List<String> printed(JsonNode plan) {
    List<String> statements = new ArrayList<>();
    plan.path("statements").forEach(one -> statements.add(one.asText()));
    return statements;
  }

  private JsonNode plan() throws Exception {
    out.reset();
    err.reset();
    String yaml =
        DeploymentFiles.text(COMPOSE.resolve("everfill.yaml"))
            .replace("jdbc:postgresql://postgres:5432/app", db.url())
            .replaceAll("(?m)^  password: .*$", "  password: sesame")
            .replaceAll("(?m)^  token: .*$", "  token: sesame")
            .replace("/var/lib/everfill", folder.toString());
    Path file = Files.writeString(folder.resolve("everfill.yaml"), yaml);
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false);
    int code = Everfill.execute(terminal, Map.of(), "plan", "--json", "-c", file.toString());
    assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
    return new ObjectMapper().readTree(out.toByteArray());
  }
}
