package io.remine.streams;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dependencies go one way: streams → operators → state; and each technology stays where it belongs. */
class LayersTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages("io.remine");

    @Test
    void dependenciesGoOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.remine..")
                .layer("streams")
                .definedBy("io.remine.streams..")
                .layer("operators")
                .definedBy("io.remine.operators..")
                .layer("state")
                .definedBy("io.remine.state..")
                .whereLayer("streams")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("operators")
                .mayOnlyBeAccessedByLayers("streams")
                .whereLayer("state")
                .mayOnlyBeAccessedByLayers("operators", "streams")
                .check(CLASSES);
    }

    @Test
    void stateKnowsNoFlink() {
        noClasses()
                .that()
                .resideInAPackage("io.remine.state..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.flink..")
                .check(CLASSES);
    }

    @Test
    void operatorsKnowNoKafka() {
        noClasses()
                .that()
                .resideInAPackage("io.remine.operators..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "org.apache.flink.connector.kafka..")
                .check(CLASSES);
    }

    @Test
    void packagesFormNoCycle() {
        for (String module : List.of("state", "operators", "streams")) {
            slices().matching("io.remine." + module + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    .check(CLASSES);
        }
    }
}
