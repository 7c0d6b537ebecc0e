package io.wiretag.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.Articles;
import io.wiretag.codec.Family;
import io.wiretag.codec.RegistryDoor;
import io.wiretag.codec.RegistryRefusedException;
import io.wiretag.codec.RegistryUnavailableException;
import io.wiretag.codec.ValueSerdes;
import io.wiretag.local.SharedLocalStack;
import io.wiretag.schema.TaggedArticle;
import io.wiretag.topics.SubjectAdmin.Registration;
import io.wiretag.topics.TopicAdmin.Finding;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SubjectAdminTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final URI registry = SharedLocalStack.stack().registryUrl();
    private final Topics topics = Topics.of("subjects" + System.nanoTime() + ".", 1, (short) 1, Map.of());

    @ParameterizedTest
    @EnumSource
    void everyTopicOfArticlesGetsASubjectThatTakesOnlyWhatFits(Family family) throws Exception {
        try (SubjectAdmin admin = admin(family, registry)) {
            assertThat(admin.check())
                    .hasSize(6)
                    .allMatch(Finding::fatal)
                    .allMatch(finding -> finding.problem().endsWith("is not registered: run 'wiretag topics create'"));

            List<Registration> created = admin.create();

            assertThat(created)
                    .extracting(Registration::subject)
                    .containsExactly(
                            subject(topics.published()),
                            subject(topics.tagged()),
                            subject(topics.byProvince()),
                            subject(topics.byUnit()),
                            subject(topics.byAgency()),
                            subject(topics.current()));
            assertThat(created).extracting(Registration::compatibility).containsOnly("BACKWARD");
            assertThat(admin.check()).isEmpty();
            assertThat(ask("GET", "/config/" + subject(topics.byAgency()), "")).contains("BACKWARD");
            assertThat(ask("GET", "/subjects/" + subject(topics.byProvince()) + "/versions/latest", ""))
                    .contains("TaggedArticle");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSubjectThatTakesAnythingFailsTheCheckAndIsMended(Family family) throws Exception {
        try (SubjectAdmin admin = admin(family, registry)) {
            admin.create();
            String subject = subject(topics.byProvince());
            ask("PUT", "/config/" + subject, "{\"compatibility\":\"NONE\"}");

            assertThat(admin.check()).singleElement().satisfies(finding -> {
                assertThat(finding.fatal()).isTrue();
                assertThat(finding.problem()).startsWith("subject " + subject + " has the compatibility NONE");
            });

            admin.create();
            assertThat(admin.check()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStricterLevelIsLeftAsItIs(Family family) throws Exception {
        try (SubjectAdmin admin = admin(family, registry)) {
            admin.create();
            ask("PUT", "/config/" + subject(topics.tagged()), "{\"compatibility\":\"FULL_TRANSITIVE\"}");

            assertThat(admin.create()).contains(new Registration(subject(topics.tagged()), "FULL_TRANSITIVE"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSchemaHasOneIdUnderAllSubjectsSoThatItsBytesAreShared(Family family) {
        try (SubjectAdmin admin = admin(family, registry);
                ValueSerdes serdes = family.serdes(registry)) {
            admin.create();
            byte[] bytes = serdes.encode(topics.tagged().name(), tagged());

            assertThat(serdes.encode(topics.byProvince().name(), tagged())).isEqualTo(bytes);
            assertThat(serdes.encodeAgain(topics.byProvince().name(), tagged(), bytes))
                    .isSameAs(bytes);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatDoesNotFitIsRefusedByTheRegistryWithARemedy(Family family) throws Exception {
        String subject = subject(topics.tagged());
        ask(
                "POST",
                "/subjects/" + subject + "/versions",
                "{\"schema\":\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"Photo\\\",\\\"fields\\\":[{\\\"name\\\":\\\"width\\\",\\\"type\\\":\\\"int\\\"}]}\"}");
        ask("PUT", "/config/" + subject, "{\"compatibility\":\"BACKWARD\"}");

        try (SubjectAdmin admin = admin(family, registry)) {
            assertThatThrownBy(admin::create)
                    .isInstanceOf(RegistryRefusedException.class)
                    .hasMessageContaining("refuses the schema of " + subject)
                    .hasMessageContaining("HTTP 409")
                    .hasMessageContaining("delete what is no schema of Wiretag's");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aRegistryThatIsAwayIsNotTakenForOneWithoutSubjects(Family family) throws IOException {
        try (RegistryDoor door = new RegistryDoor(registry);
                SubjectAdmin admin = admin(family, door.url())) {
            door.answer(404, "text/html", "<html>404 Not Found</html>");

            assertThatThrownBy(admin::check).isInstanceOf(RegistryUnavailableException.class);
            assertThatThrownBy(admin::create).isInstanceOf(RegistryUnavailableException.class);
        }
    }

    private SubjectAdmin admin(Family family, URI url) {
        return family.onClassPath(() -> new SubjectAdmin(topics, family.settings(url, Map.of())));
    }

    private static String subject(Topic<?> topic) {
        return topic.name() + "-value";
    }

    private static TaggedArticle tagged() {
        return TaggedArticle.newBuilder()
                .setArticle(Articles.quiet())
                .setProvinces(List.of())
                .setAgencies(List.of())
                .setGazetteerVersion("1")
                .setContentHash("")
                .setTaggedAt(Instant.EPOCH)
                .build();
    }

    private String ask(String method, String path, String body) throws Exception {
        return HTTP.send(
                        HttpRequest.newBuilder(registry.resolve("/apis/ccompat/v7" + path))
                                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                                .method(method, BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }
}
