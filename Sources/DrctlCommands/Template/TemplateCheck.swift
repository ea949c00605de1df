import Files
import RecoveryEngine
import RecoveryModel

extension CommandContext {
    /// Compares a template in a file, or that of a deployed stack, with the policy's: each difference is a line.
    ///
    /// - Throws: `CommandFailure` when there is no such template, or it is not JSON; `ClientError`.
    func checkTemplate(_ name: String, against policy: JSONValue, of stack: TemplateStack) async throws -> ExitStatus {
        let text: String
        if let bytes = try InputFile(name, mebibytes: 2).read() {
            text = String(decoding: bytes, as: UTF8.self)
        } else if name.isStackName {
            text = try await deployedTemplate(name, of: stack)
        } else {
            throw CommandFailure(.usage, "\(name): no such file, and no name of a stack")
        }
        let template: JSONValue
        do {
            template = try JSONValue(parsing: text)
        } catch {
            throw CommandFailure(
                .usage, "\(name) is no template in JSON: \(error)",
                hint: "templates are compared as JSON; convert one in YAML, for example with cfn-flip")
        }
        let differences = TemplateComparison.differences(of: template, from: policy)
        guard !differences.isEmpty else {
            try emit("\(name) is what the policy \(stack.policy.name) gives")
            return .success
        }
        try emit(
            "\(name) differs from the policy \(stack.policy.name) in \(CountText.of(differences.count, "place")) "
                + "(template → policy)\n" + differences.map { "  \($0.shown)" }.joined(separator: "\n"))
        return .difference
    }
}

extension String {
    /// A name, or the ARN, of a stack.
    fileprivate var isStackName: Bool {
        wholeMatch(of: /[A-Za-z][A-Za-z0-9-]{0,127}/) != nil || hasPrefix("arn:") && contains(":cloudformation:")
    }
}
