import RecoveryEngine
import RecoveryModel
import RecoveryReports
import Testing

@Suite("The controls reference")
struct ControlsReferenceTests {
    @Test func `docs/controls.md is what the catalogue generates`() throws {
        try Golden.expect(ControlsReference.markdown(Catalogue.descriptions), in: "docs/controls.md")
    }

    @Test func `every control has its own id, a title, a reason and a policy field`() {
        let controls = Catalogue.descriptions
        #expect(Set(controls.map(\.id)).count == controls.count)
        for control in controls {
            #expect(
                control.id.description.wholeMatch(of: #/[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*/#) != nil, "\(control.id)")
            #expect(!control.title.isEmpty && !control.title.hasSuffix("."), "\(control.id)")
            #expect(control.why.hasSuffix("."), "\(control.id)")
            #expect(!control.field.isEmpty, "\(control.id)")
            #expect(Set(control.standards).count == control.standards.count, "\(control.id)")
        }
    }
}
