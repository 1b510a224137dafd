package dev.everfill.ops.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.everfill.base.postgres.ConnectionBudget;
import dev.everfill.base.status.EventView;
import dev.everfill.base.status.FieldView;
import dev.everfill.base.status.InstanceView;
import dev.everfill.base.status.QuarantineView;
import dev.everfill.base.status.SlotView;
import dev.everfill.base.status.Snapshot;
import dev.everfill.ops.Readiness;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** The description says what the server does. */
class OpenApiTest {
  private static final Set<String> THE_PAGE =
      Set.of("get /", "get /favicon.ico", "get /assets/<path>");
  private final JsonNode api = read();

  @Test
  void describesEveryRouteAndNoOther() {
    Set<String> described = new TreeSet<>();
    api.path("paths")
        .fields()
        .forEachRemaining(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(method -> described.add(method + " " + path.getKey())));
    described.removeIf(one -> one.startsWith("parameters "));
    Set<String> routed = new TreeSet<>();
    Routes.of(
            new HealthHandlers(null, null),
            new ViewHandlers(null, null, null),
            new CommandHandlers(null, null),
            new EventStreams(null, null, null),
            new Assets())
        .forEach(
            route ->
                routed.add(
                    route.method().toLowerCase(java.util.Locale.ROOT) + " " + route.template()));
    assertThat(routed).containsAll(THE_PAGE);
    routed.removeAll(THE_PAGE);
    assertThat(described).isEqualTo(routed);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Snapshot.class,
        Snapshot.Trouble.class,
        FieldView.class,
        FieldView.Throttle.class,
        FieldView.PaceView.class,
        FieldView.Pace.class,
        FieldView.Stages.class,
        FieldView.Stage.class,
        FieldView.Verified.class,
        InstanceView.class,
        QuarantineView.class,
        SlotView.class,
        EventView.class,
        ConnectionBudget.Usage.class,
        Readiness.Cause.class
      })
  void describesEveryComponentOfARecord(Class<?> view) {
    List<String> components =
        Arrays.stream(view.getRecordComponents()).map(RecordComponent::getName).toList();
    JsonNode schema = api.path("components").path("schemas").path(view.getSimpleName());
    List<String> described = new ArrayList<>();
    schema.path("properties").fieldNames().forEachRemaining(described::add);
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    assertThat(described).isEqualTo(components);
    assertThat(required).isEqualTo(components);
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<String> references = api.findValuesAsText("$ref");
    assertThat(references).hasSizeGreaterThan(50);
    assertThat(references)
        .allSatisfy(one -> assertThat(api.at(one.substring(1)).isMissingNode()).as(one).isFalse());
  }

  private static JsonNode read() {
    try (InputStream in = OpenApiTest.class.getResourceAsStream("/dev/everfill/ops/openapi.yaml")) {
      return new ObjectMapper().valueToTree(new Yaml().<Object>load(in));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
