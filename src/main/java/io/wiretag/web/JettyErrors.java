package io.wiretag.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what never reaches a handler, such as headers that are too long, in the form of all other problems. */
final class JettyErrors extends ErrorHandler {
    private final Map<String, String> headers;

    /** @param headers that go with every answer */
    JettyErrors(Map<String, String> headers) {
        this.headers = headers;
    }

    @Override
    protected void generateResponse(
            Request request, Response response, int status, String message, Throwable cause, Callback callback) {
        Problem problem = status == 503
                ? Problem.unavailable("the server is stopping")
                : new Problem(status, "the request was not understood");
        headers.forEach(response.getHeaders()::put);
        problem.headers().forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.TYPE);
        response.write(true, ByteBuffer.wrap(problem.json().toString().getBytes(StandardCharsets.UTF_8)), callback);
    }
}
