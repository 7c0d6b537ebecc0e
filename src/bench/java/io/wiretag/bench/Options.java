package io.wiretag.bench;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is measured, and how long.
 *
 * @param rounds of every row
 * @param articles of a backlog
 * @param warmUp how many of them are not counted
 * @param seconds of the open loop, without its warm-up
 * @param threads of every contender
 * @param partitions of every topic
 * @param heapMiB of every contender, except where it is what is measured
 * @param manyUris in the large state; the small one has 10,000
 */
record Options(
        Set<Row> rows,
        Set<Contender> contenders,
        int rounds,
        int articles,
        int warmUp,
        int seconds,
        int threads,
        int partitions,
        int heapMiB,
        int manyUris) {

    static final String USAGE = """
            mvn -Pbench verify -Dbench="OPTIONS"
              --quick              one round of little: shows that everything works, its figures say nothing
              --rows A,B           tagger, pipeline, uris, length, gazetteer, memory, start, delivery (default: these), disk,
                                   profile
              --contenders A,B     of the row pipeline: wiretag, constant, fewer-sinks, loop, flink (default: these), flink-1s
              --rounds N           default: 5
              --articles N         of a backlog; default: 40000, three quarters not counted
              --seconds N          of the open loop; default: 5
              --threads N          of every contender; default: 1
              --uris N             in the large state; default: 1000000""";

    /** A part of the table. */
    enum Row {
        /** The tagger alone, beside plain matchers. */
        TAGGER,
        PIPELINE,
        URIS,
        LENGTH,
        GAZETTEER,
        MEMORY,
        START,
        /** What clients of delivery get, and when. */
        DELIVERY,
        /** How large an article is on disk; no part of the table. */
        DISK,
        /** Where the time of ours goes; no part of the table. */
        PROFILE
    }

    private static final Options LONG = new Options(
            EnumSet.complementOf(EnumSet.of(Row.DISK, Row.PROFILE)),
            EnumSet.complementOf(EnumSet.of(Contender.EMPTY, Contender.FLINK_1S)),
            5,
            40_000,
            30_000,
            5,
            1,
            4,
            1024,
            1_000_000);

    /** @throws IllegalArgumentException if an option is unknown or its value cannot be used; tells how to use them */
    static Options of(String[] arguments) {
        try {
            return parsed(new ArrayDeque<>(Arrays.asList(arguments)));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(e.getMessage() + "\n" + USAGE, e);
        }
    }

    private static Options parsed(Deque<String> left) {
        Options options = LONG;
        while (!left.isEmpty()) {
            String option = left.remove();
            options = switch (option) {
                case "--quick" -> options.quick();
                case "--rows" -> options.with(constants(Row.class, left.remove()), options.contenders);
                case "--contenders" -> options.with(options.rows, constants(Contender.class, left.remove()));
                default -> options.with(option, Integer.parseInt(left.remove()));
            };
        }
        return options;
    }

    private static <E extends Enum<E>> Set<E> constants(Class<E> type, String names) {
        EnumSet<E> constants = EnumSet.noneOf(type);
        for (String name : List.of(names.split(","))) {
            String constant = name.strip().toUpperCase(Locale.ROOT).replace('-', '_');
            constants.add(Arrays.stream(type.getEnumConstants())
                    .filter(each -> each.name().equals(constant))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("'" + name + "' is none of those below")));
        }
        return constants;
    }

    private Options quick() {
        return new Options(rows, contenders, 1, 6_000, 4_500, 3, threads, partitions, heapMiB, 50_000);
    }

    private Options with(Set<Row> someRows, Set<Contender> some) {
        return new Options(someRows, some, rounds, articles, warmUp, seconds, threads, partitions, heapMiB, manyUris);
    }

    private Options with(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(option + " must be 1 or more, is " + value);
        }
        return switch (option) {
            case "--rounds" -> copy(value, articles, seconds, threads, manyUris);
            case "--articles" -> copy(rounds, value, seconds, threads, manyUris);
            case "--seconds" -> copy(rounds, articles, value, threads, manyUris);
            case "--threads" -> copy(rounds, articles, seconds, value, manyUris);
            case "--uris" -> copy(rounds, articles, seconds, threads, value);
            default -> throw new IllegalArgumentException("there is no option " + option);
        };
    }

    private Options copy(int someRounds, int someArticles, int someSeconds, int someThreads, int someUris) {
        return new Options(
                rows,
                contenders,
                someRounds,
                someArticles,
                someArticles * 3 / 4,
                someSeconds,
                someThreads,
                partitions,
                heapMiB,
                someUris);
    }
}
