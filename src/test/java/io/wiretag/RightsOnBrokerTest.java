package io.wiretag;

import static io.wiretag.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wiretag.local.EmbeddedBroker;
import io.wiretag.local.GuardedBroker;
import io.wiretag.processor.StreamsRunner;
import io.wiretag.retag.RetagPlan;
import io.wiretag.retag.RetagPreview;
import io.wiretag.retag.RetagResult;
import io.wiretag.retag.RetagRun;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.testing.InstallationSettings;
import io.wiretag.topics.Rights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker before which everybody is the user of the processor, and may do what that user may, and nothing else. */
@Tag("full")
class RightsOnBrokerTest {
    @TempDir
    Path folder;

    @Test
    void theProcessorWorksWithTheRightsOfItsUserAlone() throws Exception {
        try (EmbeddedBroker broker = GuardedBroker.start(folder.resolve("broker"));
                OwnInstallation installation = new OwnInstallation(
                        "rights",
                        folder,
                        InstallationSettings.of(Map.of())
                                .brokers(broker.bootstrapServers())
                                .map())) {
            installation.publish(OwnInstallation.articles(0, 3));
            Rights rights = new Rights(
                    installation.wiretag().topics(),
                    installation.settings().get("topics.prefix"),
                    installation.applicationId());
            grant(installation, rights.of(Rights.User.PROCESSOR));
            ConfigResource unit = new ConfigResource(
                    ConfigResource.Type.TOPIC,
                    installation.wiretag().topics().byUnit().name());
            assertThatThrownBy(() -> installation
                            .admin()
                            .incrementalAlterConfigs(Map.of(unit, List.of()))
                            .all()
                            .get())
                    .as("what it may not")
                    .hasCauseInstanceOf(TopicAuthorizationException.class);

            try (StreamsRunner processor = installation.wiretag().processor()) {
                processor.start(OwnInstallation.LIMIT);
                await(
                        "the articles to come out",
                        () -> installation.tagged().size() == 3
                                || processor.failure().isPresent());

                assertThat(processor.failure()).isEmpty();
            }
        }
    }

    /** What it does by itself, for a processor has rights of its own. */
    @Test
    void theUserWhoPutsRulesInForceMayAskForOtherTagsAndSeeWhatComesOfIt() throws Exception {
        Path rules = Files.writeString(folder.resolve("desk.txt"), "force: VN-CT | text: the flood\n");
        try (EmbeddedBroker broker = GuardedBroker.start(folder.resolve("broker"));
                OwnInstallation installation = new OwnInstallation(
                        "asking",
                        folder,
                        InstallationSettings.of(Map.of())
                                .brokers(broker.bootstrapServers())
                                .map())) {
            installation.publish(OwnInstallation.articles(0, 3));
            try (StreamsRunner processor = installation.wiretag().processor()) {
                processor.start(OwnInstallation.LIMIT);
                installation.awaitAllRead();
                assertThat(processor.failure()).isEmpty();
            }
            Rights table = new Rights(
                    installation.wiretag().topics(),
                    installation.settings().get("topics.prefix"),
                    installation.applicationId());
            grant(installation, table.of(Rights.User.ADMIN));
            Gazetteer gazetteer = Gazetteer.builtInWith(List.of(rules));

            try (RetagRun run = installation.wiretag().retagRun()) {
                RetagPlan plan = run.plan(
                        installation.wiretag().retagging(gazetteer),
                        gazetteer.version(),
                        new RetagPreview.Question(Optional.empty(), Set.of(), OptionalLong.empty()),
                        (read, of) -> {});
                RetagResult result = run.apply(
                        plan,
                        new RetagRun.Pace(OptionalInt.empty(), Duration.ofSeconds(1)),
                        (asked, answered, of) -> {},
                        (read, of) -> {});

                assertThat(result.asked()).isEqualTo(3);
                assertThat(result.end()).isEqualTo(RetagResult.End.NO_ANSWER);
            }
        }
    }

    /** Where any rule speaks of a thing, those that no rule allows are denied. */
    private static void grant(OwnInstallation installation, List<Rights.Right> rights) throws Exception {
        List<AclBinding> rules = new ArrayList<>();
        for (ResourceType type : List.of(ResourceType.TOPIC, ResourceType.GROUP, ResourceType.TRANSACTIONAL_ID)) {
            ResourcePattern all = new ResourcePattern(type, ResourcePattern.WILDCARD_RESOURCE, PatternType.LITERAL);
            rules.add(rule("User:nobody", all, AclOperation.ALL));
        }
        for (Rights.Right right : rights) {
            right.operations().forEach(operation -> rules.add(rule("User:ANONYMOUS", right.resource(), operation)));
        }
        installation.admin().createAcls(rules).all().get();
        // the broker learns later of them than the controller, which answers
        await(
                "the rules",
                () -> installation
                        .admin()
                        .describeAcls(AclBindingFilter.ANY)
                        .values()
                        .get(),
                seen -> seen.containsAll(Set.copyOf(rules)));
    }

    private static AclBinding rule(String user, ResourcePattern resource, AclOperation operation) {
        return new AclBinding(resource, new AccessControlEntry(user, "*", operation, AclPermissionType.ALLOW));
    }
}
