package io.wiretag.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import io.wiretag.fuzz.FuzzTarget;
import io.wiretag.tagging.gazetteer.Gazetteer;
import io.wiretag.tagging.gazetteer.GazetteerReport;
import io.wiretag.tagging.gazetteer.InvalidGazetteerException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a check of an editor's file says holds: without an error it can be used, with one it is refused. */
public final class GazetteerTarget implements FuzzTarget {

    private static final int WARMING = 20;

    private final Path file;

    /** Makes a file that is written anew for each input, and reads the built-in names some times: each input does, and is to be fast. */
    public GazetteerTarget() {
        try {
            file = Files.createTempFile("gazetteer", ".txt");
            file.toFile().deleteOnExit();
            for (int i = 0; i < WARMING; i++) {
                feed(new byte[0]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void feed(byte[] input) throws IOException {
        Files.write(file, input);
        GazetteerReport report = GazetteerCheck.of(List.of(file));
        try {
            Gazetteer gazetteer = Gazetteer.builtInWith(List.of(file));
            assertThat(report.errors()).isEmpty();
            Tagger.of(gazetteer).explain(Story.ofText("HÀ NỘI — Bão vào Huế và Vinh. — VNS"));
        } catch (InvalidGazetteerException declared) {
            assertThat(report.errors()).isNotEmpty();
        }
    }
}
