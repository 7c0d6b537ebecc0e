package io.wiretag;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Who may import whom: the drawing in CONTRIBUTING.md, held. */
class ArchitectureTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.wiretag");

    @Test
    void importsPointDownwards() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.wiretag..")
                .layer("front door")
                .definedBy("io.wiretag.cli..")
                .layer("wiring")
                .definedBy("io.wiretag")
                .layer("parts")
                .definedBy(
                        "io.wiretag.intake..",
                        "io.wiretag.topology..",
                        "io.wiretag.subscribers..",
                        "io.wiretag.ops..",
                        "io.wiretag.local..")
                .layer("ground")
                .definedBy(
                        "io.wiretag.topics..",
                        "io.wiretag.tagging..",
                        "io.wiretag.config..",
                        "io.wiretag.access..",
                        "io.wiretag.web..",
                        "io.wiretag.files..")
                .layer("schema")
                .definedBy("io.wiretag.schema..")
                .whereLayer("front door")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("wiring")
                .mayOnlyBeAccessedByLayers("front door")
                .whereLayer("parts")
                .mayOnlyBeAccessedByLayers("wiring", "front door")
                .whereLayer("ground")
                .mayOnlyBeAccessedByLayers("parts", "wiring", "front door")
                .check(HOUSE);
    }

    @Test
    void partsOfOneStoreyAreStrangers() {
        Set<String> parts = Set.of("intake", "topology", "subscribers", "ops", "local");
        Set<String> ground = Set.of("topics", "tagging", "config", "access", "files", "web");
        slices().assignedFrom(storey("part", parts))
                .should()
                .notDependOnEachOther()
                .check(HOUSE);
        slices().assignedFrom(storey("ground", ground))
                .should()
                .notDependOnEachOther()
                .check(HOUSE);
    }

    private static SliceAssignment storey(String name, Set<String> packages) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                String[] path = type.getPackageName().split("\\.");
                return path.length > 2 && path[1].equals("wiretag") && packages.contains(path[2])
                        ? SliceIdentifier.of(path[2])
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return name;
            }
        };
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
    void filesImportsTheJdkAndNothingElse() {
        classes()
                .that()
                .resideInAPackage("io.wiretag.files..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.wiretag.files..", "java..")
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
        only("io.wiretag.topology..", "org.apache.kafka.streams..").check(HOUSE);
        only("io.wiretag.cli..", "picocli..").check(HOUSE);
        only("io.wiretag.intake..", "org.jsoup..", "com.rometools..", "org.jdom2..")
                .check(HOUSE);
        noClasses()
                .that()
                .resideOutsideOfPackages("io.wiretag.intake.http", "io.wiretag.ops", "io.wiretag.web")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.wiretag.web", "io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..")
                .check(HOUSE);
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
                .resideInAnyPackage("io.wiretag.ops.lag", "io.wiretag.ops.feed", "io.wiretag.ops.rejected")
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
                .resideInAPackage("io.wiretag.intake.format")
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "the rest of the intake and Kafka",
                        type -> (type.getPackageName().startsWith("io.wiretag.intake")
                                        && !type.getPackageName().equals("io.wiretag.intake.format"))
                                || type.getPackageName().startsWith("org.apache.kafka")))
                .check(HOUSE);
        slices().matching("io.wiretag.intake.(*)")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(
                        DescribedPredicate.alwaysTrue(),
                        DescribedPredicate.describe(
                                "formats", type -> type.getPackageName().equals("io.wiretag.intake.format")))
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
