package dev.everfill.ops.http;

import dev.everfill.base.status.ViewJson;
import dev.everfill.ops.Readiness;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An error as RFC 9457 tells it.
 *
 * @param status of the answer
 * @param title what this kind of error is, the same for all of its kind
 * @param detail what it was this time, with the way out; never what only the server may know
 * @param reason a code that programs can act on
 * @param reasons why it is not ready; empty for everything else
 */
record HttpProblem(
    int status, String title, String detail, String reason, List<Readiness.Cause> reasons) {
  static final String CONTENT_TYPE = "application/problem+json";
  private static final String TYPES = "tag:everfill.dev,2026:problem/";

  HttpProblem {
    reasons = List.copyOf(reasons);
  }

  static HttpProblem of(int status, String title, String reason, String detail) {
    return new HttpProblem(status, title, detail, reason, List.of());
  }

  /** The exception that ends a request with this problem. */
  Thrown thrown() {
    return new Thrown(this);
  }

  byte[] json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", TYPES + reason);
    json.put("title", title);
    json.put("status", status);
    json.put("detail", detail);
    json.put("reason", reason);
    if (!reasons.isEmpty()) {
      json.put("reasons", reasons);
    }
    return ViewJson.bytes(json);
  }

  /** Ends a request; carries no stack, since it tells of the request and not of the code. */
  static final class Thrown extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient HttpProblem problem;

    private Thrown(HttpProblem problem) {
      super(problem.detail(), null, false, false);
      this.problem = problem;
    }

    HttpProblem problem() {
      return problem;
    }
  }
}
