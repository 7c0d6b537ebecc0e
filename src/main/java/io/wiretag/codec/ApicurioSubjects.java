package io.wiretag.codec;

import com.microsoft.kiota.ApiException;
import io.apicurio.registry.resolver.client.RegistryClientFacadeFactory;
import io.apicurio.registry.resolver.config.SchemaResolverConfig;
import io.apicurio.registry.rest.client.RegistryClient;
import io.apicurio.registry.rest.client.groups.item.WithGroupItemRequestBuilder;
import io.apicurio.registry.rest.client.models.CreateRule;
import io.apicurio.registry.rest.client.models.Rule;
import io.apicurio.registry.rest.client.models.RuleType;
import io.apicurio.registry.rest.client.models.SearchedVersion;
import io.apicurio.registry.rest.client.models.VersionSearchResults;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** In Apicurio a subject of Confluent's is an artifact of the default group, and its compatibility a rule. */
final class ApicurioSubjects implements Subjects {
    private static final String GROUP = "default";
    private static final String RULE = RuleType.COMPATIBILITY.getValue();

    private final RegistryClient client;

    private ApicurioSubjects(RegistryClient client) {
        this.client = client;
    }

    /** @param properties of a serializer; empty if they ask for an API that is older than Apicurio 3 */
    static Optional<Subjects> of(Map<String, String> properties) {
        Object client = RegistryClientFacadeFactory.create(new SchemaResolverConfig(properties))
                .getClient();
        return client instanceof RegistryClient known ? Optional.of(new ApicurioSubjects(known)) : Optional.empty();
    }

    @Override
    public boolean exists(String subject) {
        return found(() -> group().artifacts().byArtifactId(subject).get())
                .map(artifact -> said(artifact.getArtifactId()))
                .isPresent();
    }

    @Override
    public boolean isEmpty() {
        return client.search()
                        .versions()
                        .get(asked -> asked.queryParameters.limit = 1)
                        .getCount()
                == 0;
    }

    @Override
    public Optional<String> typeOf(int id) {
        VersionSearchResults found = client.search().versions().get(asked -> {
            asked.queryParameters.contentId = (long) id;
            asked.queryParameters.limit = 1;
        });
        return found.getVersions().stream().findFirst().map(SearchedVersion::getArtifactType);
    }

    @Override
    public String compatibility(String subject) {
        return own(subject)
                .or(() -> found(() -> group().rules().byRuleType(RULE).get()))
                .or(() -> found(() -> client.admin().rules().byRuleType(RULE).get()))
                .map(rule -> said(rule.getConfig()))
                .orElse(NONE);
    }

    private Optional<Rule> own(String subject) {
        return found(() -> group().artifacts()
                .byArtifactId(subject)
                .rules()
                .byRuleType(RULE)
                .get());
    }

    @Override
    public void setCompatibility(String subject, String level) {
        if (own(subject).isPresent()) {
            Rule rule = new Rule();
            rule.setConfig(level);
            rule.setRuleType(RuleType.COMPATIBILITY);
            group().artifacts().byArtifactId(subject).rules().byRuleType(RULE).put(rule);
        } else {
            CreateRule rule = new CreateRule();
            rule.setConfig(level);
            rule.setRuleType(RuleType.COMPATIBILITY);
            group().artifacts().byArtifactId(subject).rules().post(rule);
        }
    }

    private WithGroupItemRequestBuilder group() {
        return client.groups().byGroupId(GROUP);
    }

    private static <T> Optional<T> found(Supplier<T> question) {
        try {
            return Optional.of(said(question.get()));
        } catch (ApiException e) {
            if (FailureChain.of(e).saysUnknownSchema()) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The client takes any JSON, and none, for an answer. */
    private static <T> T said(T answer) {
        return Optional.ofNullable(answer).orElseThrow(() -> new Heard.SenselessAnswerException("nothing"));
    }
}
