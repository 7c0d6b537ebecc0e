package io.wiretag;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.wiretag.SpanCollector.Told;
import io.wiretag.intake.ArticlePublisher;
import io.wiretag.schema.Article;
import io.wiretag.schema.PubStatus;
import io.wiretag.testing.CommandJvm;
import io.wiretag.testing.Needs;
import io.wiretag.testing.Tool;
import io.wiretag.topics.Topic;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publisher, intake and processor run with the agent of OpenTelemetry, and tell a collector what they do. */
@Tag("full")
@Needs(Tool.TRACING_AGENT)
class TracingTest {
    private static final String PROCESSOR = "processor";
    private static final String PUBLISHER = "publisher";
    private static final String INTAKE = "intake";
    private static final Pattern INTAKE_ADDRESS = Pattern.compile("Listening at (http://127\\.0\\.0\\.1:\\d+)");
    /** Of a newsroom: where the trace stands when it publishes. */
    private static final String SPAN = "c".repeat(16);

    private static final Set<String> ORIGINS = Set.of(SPAN, PUBLISHER);

    @TempDir
    Path folder;

    @Test
    void oneTraceLeadsFromThePublisherThroughTheProcessorToEachSinkOverEmbargoAndKillToo() throws Exception {
        try (SpanCollector collector = new SpanCollector();
                OwnInstallation installation = new OwnInstallation("traced", folder, Map.of())) {
            Process processor = ProcessorJvm.start(
                    collector.options(PROCESSOR),
                    installation.settings(),
                    Map.of(),
                    List.of(),
                    folder.resolve("process.log"));
            try {
                String trace = publishedByCommand(installation, collector);
                requireTraced(installation, collector, trace, "urn:traced", "publish");

                newsroom(installation, article("urn:held", "1", Instant.now().plusSeconds(5)), "a".repeat(32));
                requireTraced(installation, collector, "a".repeat(32), "urn:held", "publish");

                Article kill = Article.newBuilder(article("urn:traced", "2", null))
                        .setPubStatus(PubStatus.canceled)
                        .build();
                newsroom(installation, kill, "b".repeat(32));
                requireTraced(installation, collector, "b".repeat(32), "urn:traced", "kill");
            } finally {
                processor.destroy();
                assertThat(processor.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    /** The request's trace goes on: the agent of the intake puts its own span of the sending into the record, and it leads back. */
    @Test
    void theTraceOfARequestToTheIntakeGoesOnWithTheArticle() throws Exception {
        try (SpanCollector collector = new SpanCollector();
                OwnInstallation installation = new OwnInstallation("traced-intake", folder, Map.of())) {
            Path log = folder.resolve("intake.log");
            List<String> words =
                    command(installation, "intake", "-X", "intake.port=0", "-X", "intake.keys.required=false");
            Process intake = CommandJvm.start(log, collector.options(INTAKE), words);
            try {
                String trace = "d".repeat(32);
                HttpRequest request = HttpRequest.newBuilder(
                                URI.create(CommandJvm.awaitSaid(intake, log, INTAKE_ADDRESS) + "/articles"))
                        .header("Content-Type", "application/json")
                        .header("traceparent", "00-" + trace + "-" + SPAN + "-01")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"uri\": \"urn:posted\"}"))
                        .build();
                HttpResponse<String> answer =
                        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);

                ConsumerRecord<?, ?> published = installation
                        .records(installation.wiretag().topics().published(), "read_committed")
                        .get(0);
                requireSent(collector, text(published, "traceparent"), trace, INTAKE);
            } finally {
                intake.destroy();
                assertThat(intake.waitFor(60, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private static List<String> command(OwnInstallation installation, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        installation.settings().forEach((key, value) -> all.addAll(List.of("-X", key + "=" + value)));
        return all;
    }

    /** Tells the trace that the command began. */
    private String publishedByCommand(OwnInstallation installation, SpanCollector collector) throws Exception {
        Path file = Files.writeString(
                folder.resolve("article.json"),
                "{\"uri\": \"urn:traced\", \"version\": \"1\", \"headline\": \"Flood in Quảng Nam recedes\","
                        + " \"body_text\": \"HÀ NỘI — The flood in Quảng Nam has receded. — VNS\"}");
        Path log = folder.resolve("publish.log");
        Process command =
                CommandJvm.start(log, collector.options(PUBLISHER), command(installation, "publish", file.toString()));
        assertThat(command.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(command.exitValue()).as(Files.readString(log)).isZero();
        return await(
                        "the span of the publisher",
                        () -> collector.spans().stream()
                                .filter(each -> each.service().equals(PUBLISHER))
                                .filter(each -> each.kind() == SpanKind.SPAN_KIND_PRODUCER)
                                .toList(),
                        sends -> !sends.isEmpty())
                .get(0)
                .trace();
    }

    /** As a newsroom that has a trace of its own does. */
    private static void newsroom(OwnInstallation installation, Article article, String trace) throws Exception {
        Header parent =
                new RecordHeader("traceparent", ("00-" + trace + "-" + SPAN + "-01").getBytes(StandardCharsets.UTF_8));
        try (ArticlePublisher publisher = installation.wiretag().publisher()) {
            publisher.publish(article, Optional.empty(), List.of(parent)).get(60, TimeUnit.SECONDS);
        }
    }

    /** Each record that went out names the span of its sending, which lies in the trace and leads back to the publisher. */
    private static void requireTraced(
            OwnInstallation installation, SpanCollector collector, String trace, String uri, String operation)
            throws Exception {
        for (Topic<?> sink : installation.wiretag().topics().articleSinks()) {
            List<String> spans = await(
                    uri + " " + operation + " in " + sink.name(),
                    () -> parents(installation, sink, uri, operation),
                    found -> !found.isEmpty());
            for (String parent : spans) {
                Told send = requireSent(collector, parent, trace, PROCESSOR);
                assertThat(send.name()).contains(sink.name());
            }
        }
    }

    /** Who sent a record told of it, in the trace, and it leads back to where that began. */
    private static Told requireSent(SpanCollector collector, String parent, String trace, String service) {
        assertThat(parent).startsWith("00-" + trace + "-");
        Told send = await("the span of " + parent, () -> collector.span(parent.substring(36, 52)), Optional::isPresent)
                .get();
        assertThat(send.service()).isEqualTo(service);
        assertThat(send.kind()).isEqualTo(SpanKind.SPAN_KIND_PRODUCER);
        // a span is told when it has ended, so that of the record comes after those of what went out
        await("the origin of " + send, () -> origin(collector, send), ORIGINS::contains);
        return send;
    }

    /** Who began: a span that nobody here has told of, or the service of one without a parent. */
    private static String origin(SpanCollector collector, Told span) {
        if (span.parent().isEmpty()) {
            return span.service();
        }
        return collector
                .span(span.parent())
                .map(parent -> origin(collector, parent))
                .orElse(span.parent());
    }

    private static List<String> parents(OwnInstallation installation, Topic<?> sink, String uri, String operation) {
        return installation.records(sink, "read_committed").stream()
                .filter(each ->
                        uri.equals(text(each, "wiretag.uri")) && operation.equals(text(each, "wiretag.operation")))
                .map(each -> text(each, "traceparent"))
                .toList();
    }

    private static String text(ConsumerRecord<?, ?> each, String key) {
        Header header = each.headers().lastHeader(key);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static Article article(String uri, String version, Instant embargoedUntil) {
        return Article.newBuilder(Articles.flood(version))
                .setUri(uri)
                .setEmbargoedUntil(embargoedUntil == null ? null : embargoedUntil.truncatedTo(ChronoUnit.MILLIS))
                .build();
    }
}
