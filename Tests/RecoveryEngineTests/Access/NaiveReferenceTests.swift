import RecoveryModel
import Testing

@testable import RecoveryEngine

/// The evaluator against one that is written as plainly as possible and knows every fact.
@Suite("The evaluator and a naive one")
struct NaiveReferenceTests {
    @Test(arguments: 0..<40)
    func `thousands of random policies and requests get the same answer from both`(seed: Int) throws {
        var random = SplitMix(UInt64(seed))
        for _ in 0..<250 {
            let statements = (0..<random.below(4)).map { _ in RandomStatement(&random) }
            let request = RandomRequest(&random)
            let policy = try AccessPolicy(
                parsing: #"{"Version": "2012-10-17", "Statement": [\#(statements.map(\.json).joined(separator: ","))]}"#
            )
            let facts = request.keys.mapValues { $0.isEmpty ? AccessQuestion.Fact.absent : .values($0) }
            let answer = policy.answer(
                AccessQuestion(request.action, on: request.resource, by: .service(request.service), facts))
            let matching = statements.filter { $0.isAbout(request) }
            let wanted = matching.contains { $0.denies } ? "denied" : matching.isEmpty ? "not allowed" : "allowed"
            let got =
                switch answer {
                case .allowed: "allowed"
                case .denied: "denied"
                case .notAllowed: "not allowed"
                case .unsettled: "unsettled"
                }
            #expect(got == wanted, "\(policy.json.compact) \(request)")
        }
    }

    @Test(arguments: 0..<40)
    func `policies that differ in nothing answer every request alike`(seed: Int) throws {
        var random = SplitMix(UInt64(seed) + 1_000)
        var alike = 0
        for _ in 0..<100 {
            let statements = (0...random.below(3)).map { _ in RandomStatement(&random) }
            var others = statements
            switch random.below(4) {
            case 0: others.remove(at: random.below(others.count))
            case 1: others[random.below(others.count)] = RandomStatement(&random)
            case 2: others.append(random.pick(statements))
            default: others.reverse()
            }
            let (mine, theirs) = (try policy(statements), try policy(others))
            let differences = mine.differences(from: theirs)
            #expect(mine.hasEffect(of: theirs) == differences.isEmpty)
            guard differences.isEmpty else { continue }
            alike += 1
            for _ in 0..<60 {
                let request = RandomRequest(&random)
                #expect(
                    answer(mine, request) == answer(theirs, request),
                    "\(mine.json.compact) \(theirs.json.compact) \(request)")
            }
        }
        // Reversed and repeated statements at least.
        #expect(alike > 20)
    }

    private func policy(_ statements: [RandomStatement]) throws -> AccessPolicy {
        try AccessPolicy(
            parsing: #"{"Version": "2012-10-17", "Statement": [\#(statements.map(\.json).joined(separator: ","))]}"#)
    }

    /// Whether the request is allowed.
    private func answer(_ policy: AccessPolicy, _ request: RandomRequest) -> Bool {
        let facts = request.keys.mapValues { $0.isEmpty ? AccessQuestion.Fact.absent : .values($0) }
        return policy.answer(
            AccessQuestion(request.action, on: request.resource, by: .service(request.service), facts)) == .allowed
    }
}

private struct SplitMix {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func below(_ bound: Int) -> Int {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
    }

    mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }
}

private struct RandomRequest {
    var action: String
    var resource: String
    var service: String
    /// Values by key; none where the request does not have it.
    var keys: [String: [String]]

    init(_ random: inout SplitMix) {
        action = random.pick(["s3:GetObject", "s3:PutObject", "kms:Decrypt"])
        resource = random.pick(["arn:aws:s3:::b/x", "arn:aws:s3:::b", "arn:aws:kms:r:1:key/k"])
        service = random.pick(["a.amazonaws.com", "b.amazonaws.com"])
        keys = [
            "one": random.pick([[], ["x"], ["xy"], ["y"]]), "two": random.pick([[], ["x"], ["7"]]),
            "many": random.pick([[], ["x"], ["x", "y"], ["y", "z"]]),
        ]
    }
}

private struct RandomStatement {
    let denies: Bool
    let services: [String]
    let notPrincipal: Bool
    let actions: [String]
    let notAction: Bool
    let resources: [String]
    let conditions: [(name: String, key: String, values: [String])]

    init(_ random: inout SplitMix) {
        denies = random.below(3) == 0
        services = random.pick([["a.amazonaws.com"], ["a.amazonaws.com", "b.amazonaws.com"], ["b.amazonaws.com"]])
        notPrincipal = random.below(4) == 0
        actions = random.pick([["*"], ["s3:*"], ["S3:get*", "kms:*"], ["s3:?utObject"], ["kms:Decrypt"]])
        notAction = random.below(4) == 0
        resources = random.pick([["*"], ["arn:aws:s3:::b*"], ["arn:aws:s3:::b/?"], ["arn:aws:kms:*:1:key/*"]])
        var conditions: [(String, String, [String])] = []
        for _ in 0..<random.below(3) {
            let name = random.pick(["StringEquals", "StringNotEquals", "StringLike", "StringNotLike"])
            let exists = random.below(3) == 0 ? "IfExists" : ""
            let values = random.pick([["x"], ["x", "7"], ["x*"], ["?"], ["y", "z"]])
            switch random.below(4) {
            case 0: conditions.append(("Null", random.pick(["one", "two"]), [random.pick(["true", "false"])]))
            case 1: conditions.append((random.pick(["ForAllValues:", "ForAnyValue:"]) + name + exists, "many", values))
            default: conditions.append((name + exists, random.pick(["one", "two"]), values))
            }
        }
        // An object names an operator once.
        var seen: Set<String> = []
        self.conditions = conditions.filter { seen.insert($0.0).inserted }
    }

    var json: String {
        func list(_ texts: [String]) -> String { "[" + texts.map { "\"\($0)\"" }.joined(separator: ",") + "]" }
        let condition = conditions.map { #""\#($0.name)": {"\#($0.key)": \#(list($0.values))}"# }.joined(separator: ",")
        return #"""
            {"Effect": "\#(denies ? "Deny" : "Allow")",
             "\#(notPrincipal ? "NotPrincipal" : "Principal")": {"Service": \#(list(services))},
             "\#(notAction ? "NotAction" : "Action")": \#(list(actions)), "Resource": \#(list(resources)),
             "Condition": {\#(condition)}}
            """#
    }

    func isAbout(_ request: RandomRequest) -> Bool {
        services.contains(request.service) != notPrincipal
            && actions.contains { like($0.lowercased(), request.action.lowercased()) } != notAction
            && resources.contains { like($0, request.resource) }
            && conditions.allSatisfy { meets($0.name, $0.values, request.keys[$0.key]!) }
    }

    private func meets(_ name: String, _ values: [String], _ held: [String]) -> Bool {
        if name == "Null" { return (values == ["true"]) == held.isEmpty }
        if held.isEmpty {
            if name.hasSuffix("IfExists") || name.hasPrefix("ForAllValues:") { return true }
            return !name.hasPrefix("ForAnyValue:") && name.contains("Not")
        }
        func one(_ value: String) -> Bool {
            let any = values.contains { name.contains("Like") ? like($0, value) : $0 == value }
            return name.contains("Not") ? !any : any
        }
        if name.hasPrefix("ForAllValues:") { return held.allSatisfy(one) }
        return held.contains(where: one)
    }

    /// By recursion, without a thought to its cost; the wildcards above never span a colon.
    private func like(_ pattern: String, _ text: String) -> Bool {
        guard let first = pattern.first else { return text.isEmpty }
        if first == "*" {
            return like(String(pattern.dropFirst()), text) || (!text.isEmpty && like(pattern, String(text.dropFirst())))
        }
        guard let head = text.first, first == "?" || first == head else { return false }
        return like(String(pattern.dropFirst()), String(text.dropFirst()))
    }
}
