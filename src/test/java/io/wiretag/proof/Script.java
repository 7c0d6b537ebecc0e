package io.wiretag.proof;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What is published in all, and in which order: stories side by side, the editions of each in their order, one record in about
 * a hundred stories poison. Made of a seed, always the same.
 *
 * @param stories how many
 */
record Script(long seed, int stories) {
    /** Editions of one story lie at most so many stories apart. */
    static final int BLOCK = 1000;

    private static final int POISON_IN_BLOCK = BLOCK / 100;

    /** One thing to publish: an edition or poison, whichever is not null. */
    record Item(Edition edition, Poison poison) {}

    private record Placed(double position, Item item) {}

    int blocks() {
        return (stories + BLOCK - 1) / BLOCK;
    }

    /** Those in front: only in them are stories with an embargo, so that all of them are published before it ends. */
    int embargoBlocks() {
        return Math.max(1, blocks() / 10);
    }

    Story story(int number) {
        return Story.of(seed, number, number < embargoBlocks() * BLOCK);
    }

    /** The poison of all blocks by its number. */
    Map<Integer, Poison> poison() {
        Map<Integer, Poison> all = new TreeMap<>();
        IntStream.range(0, blocks()).forEach(block -> poison(block).forEach(each -> all.put(each.number(), each)));
        return all;
    }

    private List<Poison> poison(int block) {
        List<Poison> poison = new ArrayList<>();
        for (int i = 0; i < POISON_IN_BLOCK; i++) {
            poison.add(Poison.light(block * POISON_IN_BLOCK + i));
        }
        if (block % 2 == 0) {
            int number = blocks() * POISON_IN_BLOCK + block / 2;
            poison.add(Poison.heavy(number));
        }
        return poison;
    }

    /** A part of it, which follows those before. */
    List<Item> block(int block) {
        Random random = new Random(seed ^ (block * 7919L));
        List<Placed> placed = new ArrayList<>();
        for (int number = block * BLOCK; number < Math.min(stories, (block + 1) * BLOCK); number++) {
            List<Edition> editions = story(number).editions();
            double[] positions = random.doubles(editions.size()).toArray();
            Arrays.sort(positions);
            for (int i = 0; i < positions.length; i++) {
                placed.add(new Placed(positions[i], new Item(editions.get(i), null)));
            }
        }
        poison(block).forEach(each -> placed.add(new Placed(random.nextDouble(), new Item(null, each))));
        placed.sort(Comparator.comparingDouble(Placed::position));
        return placed.stream().map(Placed::item).toList();
    }
}
