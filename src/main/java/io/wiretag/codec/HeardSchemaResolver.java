package io.wiretag.codec;

import io.apicurio.registry.resolver.SchemaLookupResult;
import io.apicurio.registry.resolver.SchemaParser;
import io.apicurio.registry.resolver.SchemaResolver;
import io.apicurio.registry.resolver.client.RegistryClientFacade;
import io.apicurio.registry.resolver.data.Record;
import io.apicurio.registry.resolver.strategy.ArtifactReference;
import io.apicurio.registry.resolver.strategy.ArtifactReferenceResolverStrategy;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Tells {@link Heard} what Apicurio's client says: it asks and parses schemas in one place, its resolver. */
final class HeardSchemaResolver<S, T> implements SchemaResolver<S, T> {
    private final SchemaResolver<S, T> resolver;

    HeardSchemaResolver(SchemaResolver<S, T> resolver) {
        this.resolver = resolver;
    }

    @Override
    public SchemaLookupResult<S> resolveSchema(Record<T> data) {
        return heard(() -> withId(resolver.resolveSchema(data)));
    }

    @Override
    public SchemaLookupResult<S> resolveSchemaByArtifactReference(ArtifactReference reference) {
        return heard(() -> withSchema(resolver.resolveSchemaByArtifactReference(reference)));
    }

    private SchemaLookupResult<S> heard(Supplier<SchemaLookupResult<S>> question) {
        try {
            SchemaLookupResult<S> answer = question.get();
            Heard.answered(schema(answer));
            return answer;
        } catch (RuntimeException e) {
            Heard.unanswered(e);
            throw e;
        }
    }

    private static <S> SchemaLookupResult<S> withId(SchemaLookupResult<S> answer) {
        if (answer.getContentId() <= 0) {
            throw new Heard.SenselessAnswerException("an id of " + answer.getContentId() + " for a schema");
        }
        return answer;
    }

    private static <S> SchemaLookupResult<S> withSchema(SchemaLookupResult<S> answer) {
        Heard.requireSchema(schema(answer));
        return answer;
    }

    private static Optional<String> schema(SchemaLookupResult<?> answer) {
        return Optional.ofNullable(answer.getParsedSchema())
                .map(parsed -> parsed.getParsedSchema())
                .map(Object::toString);
    }

    @Override
    public void configure(Map<String, ?> configs, SchemaParser<S, T> parser) {
        resolver.configure(configs, parser);
    }

    @Override
    public void setClientFacade(RegistryClientFacade client) {
        resolver.setClientFacade(client);
    }

    @Override
    public void setArtifactResolverStrategy(ArtifactReferenceResolverStrategy<S, T> strategy) {
        resolver.setArtifactResolverStrategy(strategy);
    }

    @Override
    public SchemaParser<S, T> getSchemaParser() {
        return resolver.getSchemaParser();
    }

    @Override
    public void reset() {
        resolver.reset();
    }

    @Override
    public void close() throws IOException {
        resolver.close();
    }
}
