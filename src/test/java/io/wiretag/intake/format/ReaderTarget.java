package io.wiretag.intake.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.codec.FramedAvro;
import io.wiretag.fuzz.FuzzTarget;
import java.util.List;

/** Readings, never nothing and never a failure; what is read can be published, what is not says so in one line. */
public final class ReaderTarget implements FuzzTarget {

    private final Format format;
    private final FramedAvro codec = new FramedAvro();

    /** @param format as a user may name it; {@link Format#AUTO} tries the detection */
    public ReaderTarget(Format format) {
        this.format = format;
    }

    @Override
    public void feed(byte[] input) {
        byte[] before = input.clone();
        List<Reading> readings = ArticleReaders.read(new Source("wire", input), format);
        assertThat(readings).isNotEmpty();
        assertThat(input).isEqualTo(before);
        readings.forEach(this::check);
    }

    private void check(Reading reading) {
        if (reading instanceof Reading.Read read) {
            assertThat(read.article().getUri()).isNotBlank();
            assertThat(Utf8.isSound(read.article().toString())).isTrue();
            codec.encode("articles", read.article());
        } else {
            assertThat(reading.toString()).isNotBlank().doesNotContainPattern("\\p{Cc}");
        }
    }
}
