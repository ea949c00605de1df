import Foundation
import RecoveryModel
import Testing

@Suite("Changes in a saved plan")
struct ChangeCodingTests {
    @Test func `every case is among the samples`() {
        #expect(Set(ChangeSamples.all.map(ChangeCase.init)) == Set(ChangeCase.allCases))
    }

    @Test(arguments: ChangeSamples.all)
    func `a change survives JSON, with everything that it says of itself`(_ change: Change) throws {
        let read = try JSONDecoder().decode(Change.self, from: JSONEncoder().encode(change))
        #expect(read == change)
        #expect(read.facts == change.facts)
    }

    @Test func `equal changes have equal text`() throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        #expect(try encoder.encode(ChangeSamples.all) == encoder.encode(ChangeSamples.all))
    }

    @Test func `a change of a later version is refused, not guessed`() {
        for text in [#"{"queue": {"_0": {}}}"#, #"{"bucket": {"_0": {"delete": {}}}}"#, "{}"] {
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode(Change.self, from: Data(text.utf8))
            }
        }
    }
}
