package io.remine.streams;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Dependencies go one way: streams → operators → state; and each technology stays where it belongs. */
@AnalyzeClasses(packages = "io.remine", importOptions = DoNotIncludeTests.class)
class LayersTest {

    @ArchTest
    static final ArchRule dependenciesGoOneWay = layeredArchitecture()
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
            .mayOnlyBeAccessedByLayers("operators", "streams");

    @ArchTest
    static final ArchRule stateKnowsNoFlink = noClasses()
            .that()
            .resideInAPackage("io.remine.state..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.flink..");

    @ArchTest
    static final ArchRule operatorsKnowNoKafka = noClasses()
            .that()
            .resideInAPackage("io.remine.operators..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "org.apache.flink.connector.kafka..");

    @ArchTest
    static final ArchRule packagesFormNoCycle =
            slices().matching("io.remine.(*).(*)..").should().beFreeOfCycles();
}
