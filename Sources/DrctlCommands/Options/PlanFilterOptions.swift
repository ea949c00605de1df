package import ArgumentParser
import RecoveryEngine
import RecoveryModel

/// The options that take a part of a plan.
package struct PlanFilterOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Only the steps of this control, and what they rely on; may be repeated.", valueName: "control[:resource]"))
    package var only: [String] = []

    @Option(
        help: ArgumentHelp(
            "Not the steps of this control, nor what relies on them; may be repeated.", valueName: "control[:resource]")
    )
    package var exclude: [String] = []

    package init() {}

    package mutating func validate() throws {
        let known = Catalogue.descriptions.map(\.id.description)
        for selector in values.only + values.exclude where !known.contains(selector.control) {
            throw CommandFailure.unknownControl(selector.control, among: known).asValidation
        }
    }

    /// As a plain value.
    var values: PlanFilter {
        PlanFilter(only: only.map(ApplyConsent.Selector.init), exclude: exclude.map(ApplyConsent.Selector.init))
    }
}
