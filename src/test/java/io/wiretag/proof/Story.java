package io.wiretag.proof;

import io.wiretag.schema.PubStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is published of one article, in this order. Made of a seed and a number, always the same.
 *
 * @param editions some of them more than once
 */
record Story(List<Edition> editions) {
    private static final String URI = "urn:proof:";
    private static final int MOST_PROVINCES = 3;
    private static final int EMBARGOED_OF_TEN = 3;

    Story {
        editions = List.copyOf(editions);
    }

    /** @return the number of a story, or -1 if the uri is that of none */
    static int number(String uri) {
        return uri.matches(URI + "\\d+") ? Integer.parseInt(uri.substring(URI.length())) : -1;
    }

    /** @param mayBeEmbargoed whether it is one of those that are published before all embargoes end */
    static Story of(long seed, int number, boolean mayBeEmbargoed) {
        return new Writer(new Random(seed * 1_000_003 + number), URI + number).write(mayBeEmbargoed);
    }

    private static final class Writer {
        private final Random random;
        private final String uri;
        private final List<Edition> editions = new ArrayList<>();

        Writer(Random random, String uri) {
            this.random = random;
            this.uri = uri;
        }

        Story write(boolean mayBeEmbargoed) {
            if (mayBeEmbargoed && random.nextInt(10) < EMBARGOED_OF_TEN) {
                embargoed();
                repeatSome();
                return new Story(editions);
            }
            int chance = random.nextInt(100);
            if (chance < 45) {
                corrected(1 + random.nextInt(3));
            } else if (chance < 60) {
                killed();
            } else if (chance < 67) {
                killOvertakesItsArticle();
            } else if (chance < 72) {
                killedAndBack();
            } else if (chance < 80) {
                withheld();
            } else if (chance < 85) {
                withheldAndKilled();
            } else if (chance < 90) {
                olderComesLate();
            } else if (chance < 98) {
                sameVersionOtherText();
            } else {
                editions.add(usable(1, texture()));
            }
            repeatSome();
            return new Story(editions);
        }

        private void corrected(int versions) {
            for (int version = 1; version <= versions; version++) {
                editions.add(usable(version));
            }
        }

        private void killed() {
            corrected(1 + random.nextInt(2));
            Edition last = editions.get(editions.size() - 1);
            // tags of its own: it goes to where the article went all the same
            editions.add(
                    random.nextBoolean()
                            ? as(PubStatus.canceled, last)
                            : edition(last.version() + 1, PubStatus.canceled));
        }

        private void killOvertakesItsArticle() {
            Edition first = usable(1);
            editions.add(as(PubStatus.canceled, first));
            editions.add(first);
        }

        private void killedAndBack() {
            killed();
            Edition kill = editions.get(editions.size() - 1);
            // the version that was killed once more, and then a higher one
            editions.add(usable(kill.version()));
            editions.add(usable(kill.version() + 1));
        }

        private void withheld() {
            corrected(1 + random.nextInt(2));
            editions.add(edition(editions.size() + 1, PubStatus.withheld));
            if (random.nextBoolean()) {
                editions.add(usable(editions.size() + 1));
            }
        }

        private void withheldAndKilled() {
            corrected(random.nextInt(2));
            editions.add(edition(editions.size() + 1, PubStatus.withheld));
            editions.add(edition(editions.size() + 1, PubStatus.canceled));
        }

        /** Nothing of it is out before the embargo ends, or an older version is. */
        private void embargoed() {
            int chance = random.nextInt(10);
            if (chance >= 5) {
                editions.add(usable(1));
            }
            editions.add(usable(editions.size() + 1).underEmbargo());
            if (chance % 5 == 3) {
                // one that does not name the embargo does not lift it
                editions.add(usable(editions.size() + 1));
            } else if (chance % 5 == 4) {
                editions.add(edition(editions.size() + 1, PubStatus.canceled));
            }
        }

        private void olderComesLate() {
            editions.add(usable(9));
            // as text it would be the later one
            editions.add(usable(10));
            editions.add(usable(9));
        }

        private void sameVersionOtherText() {
            editions.add(usable(1));
            editions.add(usable(1));
        }

        /** One in five has something that comes twice: at once, or after everything else. */
        private void repeatSome() {
            if (random.nextInt(5) == 0) {
                int which = random.nextInt(editions.size());
                editions.add(random.nextBoolean() ? which + 1 : editions.size(), editions.get(which));
            }
        }

        private Edition usable(int version) {
            return edition(version, PubStatus.usable);
        }

        private Edition edition(int version, PubStatus status) {
            return new Edition(
                    uri, version, status, editions.size(), provinces(), agency(), Edition.Texture.PLAIN, false);
        }

        private Edition usable(int version, Edition.Texture texture) {
            return new Edition(uri, version, PubStatus.usable, editions.size(), provinces(), agency(), texture, false);
        }

        private Edition.Texture texture() {
            return random.nextBoolean() ? Edition.Texture.BROKEN_SURROGATES : Edition.Texture.COMBINING_MARKS;
        }

        /** The next version, with the text of this one. */
        private static Edition as(PubStatus status, Edition edition) {
            return new Edition(
                    edition.uri(),
                    edition.version() + 1,
                    status,
                    edition.text(),
                    edition.provinces(),
                    edition.agency(),
                    edition.texture(),
                    false);
        }

        private SortedSet<String> provinces() {
            List<String> codes = Edition.PROVINCES;
            SortedSet<String> chosen = new TreeSet<>();
            for (int i = random.nextInt(MOST_PROVINCES + 1); i > 0; i--) {
                chosen.add(codes.get(random.nextInt(codes.size())));
            }
            return chosen;
        }

        private Optional<String> agency() {
            List<String> codes = List.copyOf(Edition.AGENCIES.keySet());
            int chosen = random.nextInt(codes.size() + 1);
            return chosen == codes.size() ? Optional.empty() : Optional.of(codes.get(chosen));
        }
    }
}
