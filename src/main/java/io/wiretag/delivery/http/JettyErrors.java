package io.wiretag.delivery.http;

import io.wiretag.web.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what never reaches a handler, such as headers that are too long. */
final class JettyErrors extends ErrorHandler {
    @Override
    protected void generateResponse(
            Request request, Response response, int status, String message, Throwable cause, Callback callback) {
        DeliveryServer.SECURITY_HEADERS.forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.TYPE);
        String detail = status == 503 ? "the server is stopping" : "the request was not understood";
        response.write(
                true,
                ByteBuffer.wrap(new Problem(status, detail).json().toString().getBytes(StandardCharsets.UTF_8)),
                callback);
    }
}
