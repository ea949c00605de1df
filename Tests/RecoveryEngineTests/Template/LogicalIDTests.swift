import RecoveryEngine
import Testing

@Suite("Logical ids")
struct LogicalIDTests {
    @Test func `an id is in words where the name can be read back from it`() {
        #expect(LogicalID.of(.database, "kb-prod") == "DBInstanceKbProd")
        #expect(LogicalID.of(.bucket, "kb-backups-${account}-${region}") == "BucketKbBackupsThisAccountThisRegion")
        #expect(LogicalID.of(.topicPolicy, "kb-dr-alerts") == "TopicPolicyKbDrAlerts")
    }

    @Test func `names that read the same have different ids`() {
        let pairs: [((TemplateType, String), (TemplateType, String))] = [
            ((.database, "orders-2"), (.database, "orders2")), ((.role, "KbWriter"), (.role, "kb-writer")),
            ((.key, "kb/dr"), (.key, "kb-dr")), ((.bucket, "kb.logs"), (.bucket, "kb-logs")),
            ((.bucket, "kb-${account}"), (.bucket, "kb-this-account")), ((.bucket, "kb-${account}"), (.bucket, "kb")),
            ((.topic, "policy-x"), (.topicPolicy, "x")), ((.bucket, "policy-x"), (.bucketPolicy, "x")),
        ]
        for (left, right) in pairs { #expect(LogicalID.of(left.0, left.1) != LogicalID.of(right.0, right.1)) }
        #expect(LogicalID.of("DBClass", "instance") != LogicalID.of(.database, "class"))
    }

    /// Every name of up to four characters of an alphabet with all that ids leave out, under types that begin alike.
    @Test func `no two resources have one id, and every id is letters and digits`() {
        let alphabet: [Character] = ["a", "A", "1", "-", ".", "z"]
        var names = [""]
        for _ in 1...4 { names += names.flatMap { name in alphabet.map { name + String($0) } } }
        names = Set(names).filter { !$0.isEmpty }.sorted()
        var owner: [String: String] = [:]
        for type in [TemplateType.topic, .topicPolicy, .bucket, .bucketPolicy, .database] {
            for name in names + names.map({ "policy-\($0)" }) {
                let id = LogicalID.of(type, name)
                let here = "\(type.rawValue) \(name)"
                #expect(owner[id] == nil || owner[id] == here, "\(here) and \(owner[id] ?? "") are \(id)")
                #expect(isPlain(id))
                owner[id] = here
            }
        }
    }

    @Test func `an id that looks like one with a digest is none`() {
        let digested = LogicalID.of(.database, "orders-2")
        let name = "orders2-" + digested.dropFirst("DBInstanceOrders2".count).lowercased()
        #expect(LogicalID.of(.database, name) != digested)
    }

    @Test func `an id is as short as CloudFormation wants it`() {
        let long = String(repeating: "a", count: 255)
        #expect(LogicalID.of(.alarm, long).count <= 255)
        #expect(LogicalID.of(.alarm, long) != LogicalID.of(.alarm, long + "a"))
    }

    private func isPlain(_ id: String) -> Bool {
        id.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
}
