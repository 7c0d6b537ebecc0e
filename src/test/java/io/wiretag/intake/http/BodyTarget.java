package io.wiretag.intake.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.fuzz.FuzzTarget;
import io.wiretag.intake.format.ArticleReaders;
import io.wiretag.intake.format.Source;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The first line is the content type, the rest the body: it is taken for what the type says, or refused. */
public final class BodyTarget implements FuzzTarget {

    @Override
    public void feed(byte[] input) {
        int end = 0;
        while (end < input.length && input[end] != '\n') {
            end++;
        }
        byte[] body = Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length);
        try {
            BodyType type = BodyType.of(new String(input, 0, end, StandardCharsets.ISO_8859_1), null);
            if (type.mismatch("request", body).isEmpty()) {
                ArticleReaders.read(new Source("request", body), type.format());
            }
        } catch (RefusedException declared) {
            assertThat(declared.answer().status()).isEqualTo(415);
        }
    }
}
