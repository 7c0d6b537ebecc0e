package io.wiretag.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.fuzz.FuzzTarget;
import io.wiretag.tagging.Tags.Mention;
import io.wiretag.tagging.gazetteer.Gazetteer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The first line is the headline, the rest the body. Every mention stands where it says. */
public final class TaggerTarget implements FuzzTarget {

    private final Tagger tagger = Tagger.of(Gazetteer.builtIn());

    @Override
    public void feed(byte[] input) {
        // as UTF-16 it has halves of surrogates, which UTF-8 cannot bring
        boolean wide = input.length > 0 && input[0] == 0;
        String text = new String(input, wide ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8);
        String[] parts = text.split("\n", 2);
        Map<String, Story.Field> fields = Stream.of(
                        new Story.Field(Story.Kind.HEADLINE, "headline", parts[0]),
                        new Story.Field(Story.Kind.BODY, "body", parts[parts.length - 1]))
                .collect(Collectors.toMap(Story.Field::name, Function.identity()));
        Story story =
                new Story(List.of(fields.get("headline"), fields.get("body")), Optional.empty(), Optional.empty());

        Tags tags = tagger.tag(story);

        Stream.concat(
                        tags.provinces().stream().flatMap(tag -> tag.mentions().stream()),
                        tags.agencies().stream().flatMap(tag -> tag.mentions().stream()))
                .forEach(mention -> check(mention, fields.get(mention.field()).text()));
        assertThat(tagger.explain(story).tags()).isEqualTo(tags);
    }

    private static void check(Mention mention, String text) {
        assertThat(text.substring(mention.start(), mention.end())).isEqualTo(mention.text());
    }
}
