package io.wiretag.fuzz;

import io.wiretag.access.KeysTarget;
import io.wiretag.intake.format.Format;
import io.wiretag.intake.format.ReaderTarget;
import io.wiretag.intake.http.BodyTarget;
import io.wiretag.tagging.GazetteerTarget;
import io.wiretag.tagging.TaggerTarget;
import io.wiretag.topology.RecordTarget;
import java.net.URI;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

/** Every door that is tried, with its share of a long run. */
enum Door {
    TEXT(80, registry -> new ReaderTarget(Format.TEXT)),
    NINJS(80, registry -> new ReaderTarget(Format.NINJS)),
    NEWSML(60, registry -> new ReaderTarget(Format.NEWSML_G2)),
    FEED(80, registry -> new ReaderTarget(Format.FEED)),
    IPTC_7901(50, registry -> new ReaderTarget(Format.IPTC_7901)),
    ANPA(50, registry -> new ReaderTarget(Format.ANPA_1312)),
    DETECTION(60, registry -> new ReaderTarget(Format.AUTO)),
    // known by their content alone
    NEWSML1(50, registry -> new ReaderTarget(Format.AUTO)),
    NITF(50, registry -> new ReaderTarget(Format.AUTO)),
    TELEX(50, registry -> new ReaderTarget(Format.AUTO)),
    MAIL(50, registry -> new ReaderTarget(Format.AUTO)),
    LEGACY(50, registry -> new ReaderTarget(Format.AUTO)),
    JSON_FEED(50, registry -> new ReaderTarget(Format.AUTO)),
    SITEMAP(50, registry -> new ReaderTarget(Format.AUTO)),
    BODY(40, registry -> new BodyTarget()),
    KEYS(30, registry -> new KeysTarget()),
    GAZETTEER(10, registry -> new GazetteerTarget()),
    TAGGER(60, registry -> new TaggerTarget()),
    /** With the real serializers; they ask the registry once. */
    RECORD(50, registry -> new RecordTarget(registry.get()));

    /** In thousandths. */
    final int share;

    private final Function<Supplier<URI>, FuzzTarget> target;

    Door(int share, Function<Supplier<URI>, FuzzTarget> target) {
        this.share = share;
        this.target = target;
    }

    /** @param registry asked for where it is needed, for its start costs seconds */
    FuzzTarget open(Supplier<URI> registry) {
        return target.apply(registry);
    }

    /** Folder of its inputs. */
    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }
}
