package io.wiretag.intake.rss;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedAddressTest {

    @ParameterizedTest
    @CsvSource({
        "bao-a.example,     www.bao-a.example, true",
        "rss.bao-a.example, m.bao-a.example,   true",
        "bao-a.example,     tin.bao-a.example, true",
        "rss.vtv.vn,        www.vtv.vn,        true",
        "news.a.com.vn,     a.com.vn,          true",
        "bao-a.example,     bao-b.example,     false",
        "bao-a.example,     xbao-a.example,    false",
        "news.com.au,       bank.com.au,       false",
        "news.com.vn,       a.com.vn,          false",
        "a.com.vn,          news.com.vn,       false",
        "rss.gov.vn,        a.gov.vn,          false",
        "a.gov.vn,          www.gov.vn,        false",
        "a.com.vn,          com.vn,            false",
        "news.vn,           rss.vn,            false",
        "news.com,          m.com,             false",
    })
    void aSiteIsAHostAndNotTheSuffixBelowWhichHostsAreRegistered(String feed, String link, boolean same) {
        assertThat(FeedAddress.of("https://" + feed + "/rss").isOfSameSite(FeedAddress.of("https://" + link + "/x")))
                .isEqualTo(same);
    }
}
