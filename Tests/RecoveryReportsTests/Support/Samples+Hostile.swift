import RecoveryReports

extension Samples {
    /// The documents of every audit in a format, with plain names and with hostile ones.
    static func audits(_ format: ReportFormat, ending: String) throws -> [(name: String, text: String)] {
        try ["plain", "hostile"].flatMap { kind in
            try Samples(mark: kind == "plain" ? "" : HostileTextTests.mark).documents(format)
                .map { (name: "\(kind)-\($0.name).\(ending)", text: $0.text) }
        }
    }

    /// Whether nothing in a text is hidden from people, line breaks apart.
    static func isVisible(_ text: String) -> Bool {
        !text.unicodeScalars.contains {
            [.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
                && $0 != "\n" && $0 != "\r"
        }
    }
}
