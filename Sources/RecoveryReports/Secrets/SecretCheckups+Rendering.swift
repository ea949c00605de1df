import JSONWriting
package import RecoveryModel

extension SecretCheckups: Renderable {
    package func text(_ layout: TextLayout) -> String {
        var page = TextPage(layout)
        let word: (String, TextRole) =
            isViolated ? ("VIOLATED", .bad) : isIncomplete ? ("INCOMPLETE", .unsure) : ("MET", .good)
        page.add("\(word.0, word.1): \(CountText.of(checkups.count, "secret"))")
        for failure in failures { page.point("not checked: \(failure)") }
        for checkup in checkups {
            page.heading("\(checkup.secret), \(checkup.target.shown)")
            for finding in checkup.findings {
                let role: TextRole =
                    finding.verdict == .met ? .good : finding.verdict == .violated ? .bad : .unsure
                page.item(
                    finding.verdict.word, role: role, width: 9,
                    "\(finding.control.title): required \(finding.required), observed \(finding.observed ?? "nothing")",
                    indent: 2)
            }
            let (login, role, detail) = checkup.login.words
            page.item(login, role: role, width: 9, "login: \(detail)", indent: 2)
        }
        return page.text
    }

    package var json: String {
        OrderedJSON.object([
            ("schema", "drctl/secrets-check/v1"),
            (
                "secrets",
                .array(
                    checkups.map { checkup in
                        .object([
                            ("policy", .string(checkup.target.policy)), ("account", .text(checkup.target.account)),
                            ("region", .text(checkup.target.region)), ("name", .string(checkup.secret)),
                            ("login", .string(checkup.login.words.0)), ("detail", .string(checkup.login.words.2)),
                            (
                                "findings",
                                .array(
                                    checkup.findings.map {
                                        .object([
                                            ("control", .text($0.control.id)), ("verdict", .string($0.verdict.word)),
                                            ("required", .string($0.required)), ("observed", .text($0.observed)),
                                        ])
                                    })
                            ),
                        ])
                    })
            ), ("failures", .list(failures)),
        ]).document
    }

    package var markdown: String {
        var page: Markdown = "# Secrets\n"
        page += .header("Secret", "Requirement", "Verdict", "Observed")
        for checkup in checkups {
            for finding in checkup.findings {
                page += .row(
                    .code(checkup.secret), "\(finding.control.title)", "\(finding.verdict.word)",
                    "\(finding.observed ?? "")")
            }
            page += .row(.code(checkup.secret), "login", "\(checkup.login.words.0)", "\(checkup.login.words.2)")
        }
        return page.text
    }
}

extension SecretCheckup.Login {
    /// The word, its role, and what is behind it.
    fileprivate var words: (String, TextRole, String) {
        switch self {
        case .accepted: ("accepted", .good, "the server accepts it")
        case .refused(let reason): ("refused", .bad, reason)
        case .unknown(let reason): ("unknown", .unsure, reason)
        case .absent(let reason): ("none", .unsure, reason)
        }
    }
}
