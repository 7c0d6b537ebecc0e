package io.wiretag.intake.http;

import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers what never reaches a handler, such as headers that are too long, in the form of all other problems. */
final class JettyErrors extends ErrorHandler {

    @Override
    protected void generateResponse(
            Request request, Response response, int status, String message, Throwable cause, Callback callback) {
        IntakeServer.SECURITY_HEADERS.forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Answer.PROBLEM);
        if (status == 503) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, Answer.RETRY_SECONDS);
        }
        response.write(true, ByteBuffer.wrap(body(status)), callback);
    }

    private static byte[] body(int status) {
        String detail = status == 503 ? "the server is stopping" : "the request was not understood";
        return Answer.problem(status, detail).json();
    }
}
