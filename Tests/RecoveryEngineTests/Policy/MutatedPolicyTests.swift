import RecoveryModel
import Testing

@testable import RecoveryEngine

/// Whatever the text, the parser ends with a document or with an error at a place of the file.
@Suite struct MutatedPolicyTests {
    /// Small, fast and the same everywhere: https://prng.di.unimi.it/splitmix64.c
    private struct SplitMix: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private static let pieces = [
        "*a", "&a ", "<<: *a", "!!int ", "? ", ": ", "- ", "---\n", "...\n", "%YAML 1.1\n", "[", "]", "{", "}", "'",
        "\"",
        "|", ">", "\t", "#", "null", "~", "", "on", "0777", "1:30:00", "012345678901", "${account}", "${", "😀",
        "\u{85}",
        "\u{2028}", "-1", "99999999999999999999", "1e999", "2027-02-30", "a: b: c", "\\", "\r", "\u{FEFF}",
        "extends: x\n",
    ]

    private func mutate(_ text: String, _ random: inout SplitMix) -> String {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let index = Int.random(in: 0..<lines.count, using: &random)
            let piece = Self.pieces.randomElement(using: &random) ?? ""
            switch Int.random(in: 0..<8, using: &random) {
            case 0: if lines.count > 1 { lines.remove(at: index) }
            case 1: lines.insert(lines[index], at: index)
            case 2: lines.swapAt(index, Int.random(in: 0..<lines.count, using: &random))
            case 3: lines[index] = "  " + lines[index]
            case 4: lines[index] = String(lines[index].drop { $0 == " " })
            case 5:
                let place = Int.random(in: 0...lines[index].count, using: &random)
                lines[index].insert(contentsOf: piece, at: lines[index].index(lines[index].startIndex, offsetBy: place))
            case 6:
                let value = lines[index].firstRange(of: ": ")
                if let value { lines[index] = lines[index][..<value.upperBound] + piece }
            default:
                lines[index] = String(lines[index].prefix(Int.random(in: 0...lines[index].count, using: &random)))
            }
        }
        return lines.joined(separator: "\n")
    }

    @Test(arguments: [14, 113, 1, 2, 3])
    func `a mutated policy never crashes and is never refused without a place`(seed: UInt64) {
        var random = SplitMix(state: seed)
        var refused = 0
        for round in 0..<60 {
            let text = mutate(PolicySamples.whole, &random)
            let result = PolicyParser.parse(text, file: "dr.yaml", today: PolicySamples.today)
            let lines = text.unicodeScalars.count { "\n\r\u{85}\u{2028}\u{2029}".unicodeScalars.contains($0) } + 1
            #expect((result.document == nil) == result.diagnostics.hasErrors, "seed \(seed):\n\(text)")
            for diagnostic in result.diagnostics {
                let place = diagnostic.location
                #expect(
                    place.map { (1...lines).contains($0.line) && $0.column >= 1 } ?? false, "\(diagnostic)\n\(text)")
            }
            if result.document == nil { refused += 1 }
            guard round.isMultiple(of: 10) else { continue }
            let again = PolicyParser.parse(text, file: "dr.yaml", today: PolicySamples.today)
            #expect(again.diagnostics == result.diagnostics)
            #expect(again.document?.canonicalText == result.document?.canonicalText)
        }
        #expect(refused > 20 && refused < 60)
    }

    @Test func `random bytes are refused`() {
        var random = SplitMix(state: 42)
        for _ in 0..<200 {
            let bytes = (0..<Int.random(in: 1...200, using: &random)).map { _ in
                UInt8.random(in: 0...255, using: &random)
            }
            let result = PolicyParser.parse(bytes: bytes, file: "dr.yaml", today: PolicySamples.today)
            #expect(result.document == nil)
            #expect(result.diagnostics.hasErrors)
        }
    }
}
