import FoundationEssentials

/// What is fuzzed; the environment's `FUZZ` says which, as libFuzzer has the arguments for itself.
enum Target: String {
    case xml, json, ini, policy

    static let chosen: Target = {
        guard let name = ProcessInfo.processInfo.environment["FUZZ"], let target = Target(rawValue: name) else {
            fatalError("FUZZ must be xml, json, ini or policy")
        }
        return target
    }()

    /// Reads the bytes; whatever is wrong with them must come out as an error.
    func run(_ bytes: [UInt8]) {
        switch self {
        case .xml: WireTarget.xml(bytes)
        case .json: WireTarget.json(bytes)
        case .ini: ConfigurationTarget.run(bytes)
        case .policy: PolicyTarget.run(bytes)
        }
    }
}

/// libFuzzer's entry.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    Target.chosen.run(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}
