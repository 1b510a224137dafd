package dev.everfill.ops.http;

import java.nio.ByteBuffer;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What Jetty refuses before any route sees it, as a problem too. Stateless. */
final class JettyErrors implements Request.Handler {
  /** "Not implemented" and "version not supported": it is the request that is wrong. */
  private static final Set<Integer> NOT_SPOKEN = Set.of(501, 505);

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (NOT_SPOKEN.contains(response.getStatus())) {
      response.setStatus(400);
    }
    HttpProblem problem = Faults.of(response.getStatus());
    SecurityHeaders.ALL.forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, HttpProblem.CONTENT_TYPE);
    response.write(true, ByteBuffer.wrap(problem.json()), callback);
    return true;
  }
}
