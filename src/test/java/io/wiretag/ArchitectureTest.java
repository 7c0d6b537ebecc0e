package io.wiretag;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.wiretag.topics.WiretagHeader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may import whom: the drawing in CONTRIBUTING.md, held. */
class ArchitectureTest {
    /** The root package: what commands and programs use. */
    private static final String FACADE = "facade";

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.wiretag");

    /** From the ground up; the rooms of one storey are strangers to each other. */
    private static final List<Set<String>> STOREYS = List.of(
            Set.of("schema"),
            Set.of("files"),
            Set.of("tagging", "codec", "cluster", "config", "access", "web"),
            Set.of("topics", "scoring"),
            Set.of("life", "rules"),
            Set.of("topology", "revision"),
            Set.of("intake", "processor", "delivery", "subscribers", "retag", "ops", "local"),
            Set.of("wiring"),
            Set.of(FACADE),
            Set.of("cli"));

    @Test
    void everyRoomHasAStorey() {
        Set<String> rooms = HOUSE.stream().map(ArchitectureTest::room).collect(Collectors.toSet());
        Set<String> drawn = STOREYS.stream().flatMap(Set::stream).collect(Collectors.toSet());
        assertThat(rooms).isEqualTo(drawn);
    }

    @Test
    void importsPointDownwards() {
        Set<String> below = new HashSet<>();
        for (Set<String> storey : STOREYS) {
            Set<String> lower = Set.copyOf(below);
            for (String room : storey) {
                classes()
                        .that(are("in " + room, type -> room(type).equals(room)))
                        .should()
                        .onlyDependOnClassesThat(are(
                                "of no room of ours, or in " + room + ", or below it",
                                type -> !type.getPackageName().startsWith("io.wiretag")
                                        || room(type).equals(room)
                                        || lower.contains(room(type))))
                        .check(HOUSE);
            }
            below.addAll(storey);
        }
    }

    private static DescribedPredicate<JavaClass> are(String words, Predicate<JavaClass> predicate) {
        return DescribedPredicate.describe(words, predicate);
    }

    private static String room(JavaClass type) {
        String[] path = type.getPackageName().split("\\.");
        return path.length > 2 ? path[2] : FACADE;
    }

    @Test
    void taggingImportsTheJdkAndNothingElse() {
        classes()
                .that()
                .resideInAPackage("io.wiretag.tagging..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.wiretag.tagging..", "java..")
                .check(HOUSE);
    }

    @Test
    void theTaggingCoreIsUsedByItsFacadeAlone() {
        Set<String> facade = Set.of(
                "Tagger",
                "Tagging",
                "Story",
                "WireText",
                "Tags",
                "Explanation",
                "GazetteerCheck",
                "Gazetteer",
                "GazetteerFile",
                "GazetteerReport",
                "GazetteerProblem",
                "InvalidGazetteerException",
                "ListedEntry",
                "Province",
                "Agency",
                "Role",
                "Body",
                "BodyRole");
        noClasses()
                .that()
                .resideOutsideOfPackage("io.wiretag.tagging..")
                .should()
                .dependOnClassesThat(are(
                        "inside the tagging core",
                        type -> room(type).equals("tagging")
                                && !facade.contains(outermost(type).getSimpleName())))
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAPackage("io.wiretag.tagging.gazetteer")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.wiretag.tagging")
                .check(HOUSE);
        noClasses()
                .that()
                .resideInAPackage("io.wiretag.tagging.text")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.wiretag.tagging", "io.wiretag.tagging.gazetteer")
                .check(HOUSE);
    }

    @Test
    void whatIsPrintedKnowsNoCommand() {
        List<String> downwards = List.of(
                "io.wiretag.cli",
                "io.wiretag.cli.corrections",
                "io.wiretag.cli.kills",
                "io.wiretag.cli.rejected",
                "io.wiretag.cli.subscription",
                "io.wiretag.cli.topics",
                "io.wiretag.cli.gazetteer",
                "io.wiretag.cli.options",
                "io.wiretag.cli.print",
                "io.wiretag.cli.terminal");
        for (int i = 1; i < downwards.size(); i++) {
            noClasses()
                    .that()
                    .resideInAPackage(downwards.get(i))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(downwards.subList(0, i).toArray(String[]::new))
                    .check(HOUSE);
        }
    }

    /** One can look through a room of so many, as the houses of others show; what is more wants a wall. */
    @Test
    void noRoomHasMoreThanThirtyOneTypes() {
        Map<String, Long> types = HOUSE.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .filter(type -> !room(type).equals("schema"))
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
        assertThat(types.values()).allMatch(count -> count <= 31, types.toString());
    }

    @Test
    void headersAreNamedInOneClass() throws IOException {
        List<String> literals = Stream.of(WiretagHeader.values())
                .map(header -> '"' + header.key() + '"')
                .toList();
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            List<Path> others = files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("WiretagHeader.java"))
                    .filter(file -> literals.stream().anyMatch(text(file)::contains))
                    .toList();
            assertThat(others).isEmpty();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }

    @Test
    void filesImportsTheJdkAndNothingElse() {
        classes()
                .that()
                .resideInAPackage("io.wiretag.files..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.wiretag.files..", "java..")
                .check(HOUSE);
    }

    /** Whoever scores texts needs no cluster. */
    @Test
    void scoringImportsTaggingAndJacksonAlone() {
        classes()
                .that()
                .resideInAPackage("io.wiretag.scoring..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.wiretag.scoring..", "io.wiretag.tagging..", "com.fasterxml.jackson..", "java..")
                .check(HOUSE);
    }

    /** So that nothing reaches a terminal but by the console, which lets nothing hostile pass; the log does the same. */
    @Test
    void onlyTheConsoleWritesToATerminal() {
        DescribedPredicate<JavaClass> doors = DescribedPredicate.describe(
                "the console and the doors of the process",
                type -> Set.of("Main", "HarmlessOutput", "Lines", "Rehearsal", "RegistryMain", "EmbeddedBroker")
                        .contains(type.getSimpleName()));
        for (String stream : List.of("out", "err")) {
            noClasses()
                    .that(DescribedPredicate.not(doors))
                    .should()
                    .accessField(System.class, stream)
                    .check(HOUSE);
        }
        noClasses()
                .that(DescribedPredicate.not(doors))
                .should()
                .callConstructorWhere(DescribedPredicate.describe(
                        "a stream of print is made",
                        call -> call.getTargetOwner().isAssignableTo(java.io.PrintStream.class)))
                .check(HOUSE);
    }

    @Test
    void librariesStayWhereTheyBelong() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.wiretag.topology", "io.wiretag.processor..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka.streams..")
                .check(HOUSE);
        noClasses()
                .that()
                .resideOutsideOfPackages("io.wiretag.topology", "io.wiretag.processor..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.wiretag.topology")
                .check(HOUSE);
        only("io.wiretag.cli..", "picocli..").check(HOUSE);
        only("io.wiretag", "org.apache.kafka.connect..").check(HOUSE);
        only("io.wiretag.topics", "io.opentelemetry..").check(HOUSE);
        only("io.wiretag.ops.stories", "org.apache.lucene..").check(HOUSE);
        only("io.wiretag.intake..", "com.rometools..", "org.jdom2..").check(HOUSE);
        noClasses()
                .that()
                .resideOutsideOfPackages("io.wiretag.intake..", "io.wiretag.cli.print")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.jsoup..")
                .check(HOUSE);
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.wiretag.intake.http", "io.wiretag.delivery.http", "io.wiretag.ops", "io.wiretag.web")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.wiretag.web",
                        "io.javalin..",
                        "org.eclipse.jetty.server..",
                        "org.eclipse.jetty.ee10..",
                        "jakarta.servlet..")
                .check(HOUSE);
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.wiretag.intake.http",
                        "io.wiretag.delivery.http",
                        "io.wiretag.delivery.webhook",
                        "io.wiretag.ops",
                        "io.wiretag.web")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jetty..")
                .check(HOUSE);
        only("io.wiretag.delivery.webhook", "org.eclipse.jetty.client..").check(HOUSE);
        only(
                        "io.wiretag.local..",
                        "kafka..",
                        "org.apache.kafka.server..",
                        "org.apache.kafka.metadata..",
                        "org.apache.kafka.raft..")
                .check(HOUSE);
    }

    @Test
    void whatIsWatchedKnowsNothingOfTheServer() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.wiretag.ops.desk",
                        "io.wiretag.ops.lag",
                        "io.wiretag.ops.notes",
                        "io.wiretag.ops.receipts",
                        "io.wiretag.ops.stories",
                        "io.wiretag.ops.rejected",
                        "io.wiretag.ops.json")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.wiretag.ops", "io.javalin..", "jakarta.servlet..")
                .check(HOUSE);
        slices().matching("io.wiretag.ops.(*)").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void readersOfFormatsKnowNothingOfTheWaysIn() {
        noClasses()
                .that()
                .resideInAPackage("io.wiretag.intake.format..")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "the rest of the intake and Kafka",
                        type -> (type.getPackageName().startsWith("io.wiretag.intake")
                                        && !type.getPackageName().startsWith("io.wiretag.intake.format"))
                                || type.getPackageName().startsWith("org.apache.kafka")))
                .check(HOUSE);
        slices().matching("io.wiretag.intake.(*)")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        DescribedPredicate.alwaysTrue(),
                        DescribedPredicate.describe(
                                "formats", type -> type.getPackageName().startsWith("io.wiretag.intake.format")))
                .check(HOUSE);
    }

    private static ArchRule only(String home, String... library) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(home)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(library);
    }

    @Test
    void theEnvironmentIsReadAndTheProcessEndedInOnePlace() {
        DescribedPredicate<JavaClass> doors = DescribedPredicate.describe(
                "the doors of the process",
                type -> Set.of("Main", "Shutdown", "RegistryMain").contains(type.getSimpleName()));
        noClasses()
                .that(DescribedPredicate.not(doors))
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(HOUSE);
        noClasses()
                .that(DescribedPredicate.not(doors))
                .should()
                .callMethod(System.class, "getenv")
                .check(HOUSE);
        noClasses()
                .that(DescribedPredicate.not(doors))
                .should()
                .callMethod(System.class, "getenv", String.class)
                .check(HOUSE);
    }
}
