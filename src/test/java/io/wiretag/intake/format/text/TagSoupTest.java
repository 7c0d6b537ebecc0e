package io.wiretag.intake.format.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TagSoupTest {
    private static final String ENDLESS = "a".repeat(3_000_000);

    /** With jsoup alone each of them takes ten seconds and allocates thirty gigabytes. */
    @ParameterizedTest
    @ValueSource(strings = {"<", "</", "<b><", "<rss version='2.0'><a<"})
    void aNameThatDoesNotEndIsText(String before) {
        assertThat(TagSoup.parse(before + ENDLESS, Parser.htmlParser()).text()).endsWith(ENDLESS);
        assertThat(TagSoup.parse(before + ENDLESS + ">", Parser.xmlParser()).text())
                .endsWith(ENDLESS + ">");
    }

    @Test
    void tagsInARowAreLookedAtOnce() {
        String tags = "<a".repeat(1_000_000);
        assertThat(TagSoup.withoutEndlessNames(tags)).isEqualTo("&lt;a".repeat(999_500) + "<a".repeat(500));
    }

    @Test
    void whatHasAnEndStaysAsItIs() {
        String html = "<p class='" + "x".repeat(5_000) + "'>a < b</p><![CDATA[" + "chữ".repeat(1_000) + "]]><"
                + "é".repeat(2_000);
        assertThat(TagSoup.withoutEndlessNames(html)).isSameAs(html);
    }
}
