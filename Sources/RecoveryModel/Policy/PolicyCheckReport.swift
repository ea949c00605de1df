/// The result of `drctl policy check`: what is wrong with the policy files, all together.
package struct PolicyCheckReport: Hashable, Sendable {
    /// A file that was checked.
    package struct File: Hashable, Sendable {
        /// As the user named it.
        package var file: String
        /// The policy's name; nil when the file holds no valid policy.
        package var policy: String?
        package var errors = 0
        package var warnings = 0
    }

    /// By name.
    package private(set) var files: [File]
    /// By place; conflicts between the files are among them.
    package let diagnostics: [Diagnostic]

    /// - Parameters:
    ///   - documents: The files that are valid by themselves.
    ///   - diagnostics: Those of all files.
    ///   - invalid: The number of errors of each file that is not to be run: a conflict is told at one of its files, and
    ///     neither is run.
    package init(_ documents: [PolicyDocument], _ diagnostics: [Diagnostic], invalid: [String: Int]) {
        self.init(policies: documents.map { (file: $0.file, policy: $0.policy.name) }, diagnostics)
        for index in files.indices { files[index].errors = max(files[index].errors, invalid[files[index].file] ?? 0) }
    }

    /// The same from the names alone.
    package init(policies: [(file: String, policy: String)], _ diagnostics: [Diagnostic]) {
        var found: [String: File] = [:]
        for (file, policy) in policies { found[file] = File(file: file, policy: policy) }
        for diagnostic in diagnostics {
            guard let file = diagnostic.location?.file else { continue }
            switch diagnostic.severity {
            case .error: found[file, default: File(file: file)].errors += 1
            case .warning: found[file, default: File(file: file)].warnings += 1
            case .note: break
            }
        }
        files = found.values.sorted { $0.file < $1.file }
        self.diagnostics = diagnostics
    }

    /// True when there is no error, not even one that is in no file.
    package var isValid: Bool { !diagnostics.hasErrors }
}
