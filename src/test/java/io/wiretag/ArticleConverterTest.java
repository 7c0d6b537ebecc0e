package io.wiretag;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.codec.TrustedSchemaClasses;
import io.wiretag.delivery.TaggedVersions;
import io.wiretag.schema.Article;
import java.time.Instant;
import java.util.Date;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a database may be given; that it takes it is shown by ConnectIT. */
class ArticleConverterTest {

    static {
        TrustedSchemaClasses.trust();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+292278000-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "0000-12-31T23:59:59Z",
                "-4713-01-01T00:00:00Z"
            })
    void aTimeThatADatabaseMayNotHaveIsLeftOut(String time) {
        Struct row = row(time);

        assertThat(row.get("version_created")).isNull();
        assertThat(row.get("headline")).isEqualTo("Lũ ở Huế");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01T00:00:00Z", "2026-08-03T05:00:00Z", "9999-12-31T23:59:59Z"})
    void anyOtherIsKept(String time) {
        assertThat(row(time).get("version_created")).isEqualTo(Date.from(Instant.parse(time)));
    }

    @Test
    void anArticleNeedsNoTime() {
        assertThat(row(null).get("version_created")).isNull();
    }

    private static Struct row(String time) {
        return ArticleConverter.row(TaggedVersions.version(Article.newBuilder()
                        .setUri("urn:a")
                        .setHeadline("Lũ ở Huế")
                        .setVersionCreated(time == null ? null : Instant.parse(time))
                        .build())
                .build());
    }
}
