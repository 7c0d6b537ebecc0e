package io.wiretag;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines of docs/subscribing.md that check a signature, run as they stand there. */
@Tag("full")
@Needs({Tool.PYTHON, Tool.NODE})
class WebhookSamplesTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String BODY = "{\"headline\": \"Hà Nội\"}";

    @TempDir
    Path folder;

    @Test
    void pythonTellsOursFromOthers() throws Exception {
        String ask = """

                headers = {"webhook-id": "%s", "webhook-timestamp": "%s", "webhook-signature": "%s"}
                print(is_ours("%s", headers, '%s'.encode()), is_ours("%s", headers, b"other"))
                """;
        assertThat(said("python3", sample("python") + ask.formatted(words()))).isEqualTo("True False");
    }

    @Test
    void nodeTellsOursFromOthers() throws Exception {
        String ask = """

                const headers = {'webhook-id': '%s', 'webhook-timestamp': '%s', 'webhook-signature': '%s'};
                console.log(isOurs('%s', headers, Buffer.from('%s')), isOurs('%s', headers, Buffer.from('other')));
                """;
        assertThat(said("node", sample("js") + ask.formatted(words()))).isEqualTo("true false");
    }

    private static Object[] words() throws Exception {
        String id = "desk-1";
        String seconds = String.valueOf(Instant.now().getEpochSecond());
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(SECRET.substring(6)), "HmacSHA256"));
        byte[] signature = mac.doFinal((id + "." + seconds + "." + BODY).getBytes(StandardCharsets.UTF_8));
        String signatures = "v1,b3RoZXI= v1," + Base64.getEncoder().encodeToString(signature);
        return new Object[] {id, seconds, signatures, SECRET, BODY, SECRET};
    }

    private static String sample(String language) throws IOException {
        Matcher found = Pattern.compile("```" + language + "\n(.*?[iI]s_?[oO]urs.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs", "subscribing.md")));
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    private String said(String program, String text) throws Exception {
        Path file = Files.writeString(folder.resolve(program.equals("node") ? "sample.mjs" : "sample.py"), text);
        Process process = new ProcessBuilder(List.of(program, file.toString()))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip();
    }
}
