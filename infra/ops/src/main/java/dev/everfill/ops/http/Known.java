package dev.everfill.ops.http;

import dev.everfill.base.config.Spelling;
import dev.everfill.base.status.FieldView;
import dev.everfill.base.status.QuarantineView;
import dev.everfill.base.status.Snapshot;
import io.javalin.http.Context;
import java.util.List;

/** Finds what a path names in the newest snapshot, or ends the request. Stateless. */
final class Known {
  /** So many refused rows a snapshot has at most; beyond it, unknown ids may exist. */
  private static final int QUARANTINE_SHOWN = 1000;

  private Known() {}

  static FieldView field(Snapshot snapshot, Context context) {
    return field(snapshot, context.pathParam("name"));
  }

  static FieldView field(Snapshot snapshot, String name) {
    return snapshot.field(name).orElseThrow(() -> unknown(snapshot, name));
  }

  private static HttpProblem.Thrown unknown(Snapshot snapshot, String name) {
    List<String> names = snapshot.fields().stream().map(FieldView::name).toList();
    String meant =
        (name.length() > 200 ? java.util.Optional.<String>empty() : Spelling.nearest(name, names))
            .map(near -> "Did you mean " + near + "?")
            .orElse("GET /api/v1/fields lists all.");
    return HttpProblem.of(
            404,
            "No such field",
            "unknown_field",
            "The pipeline has no field of that name. " + meant)
        .thrown();
  }

  /** The id of a refused row. */
  static long quarantine(Snapshot snapshot, Context context) {
    String text = context.pathParam("id");
    long id = text.matches("[0-9]{1,18}") ? Long.parseLong(text) : -1;
    List<QuarantineView> rows = snapshot.quarantine();
    boolean shown = rows.stream().anyMatch(row -> row.id() == id);
    if (!shown && (id < 0 || rows.size() < QUARANTINE_SHOWN)) {
      throw HttpProblem.of(
              404,
              "No such row in quarantine",
              "unknown_quarantine",
              "No refused row has that id. GET /api/v1/quarantine lists all.")
          .thrown();
    }
    return id;
  }
}
