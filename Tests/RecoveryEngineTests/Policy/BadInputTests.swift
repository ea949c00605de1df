import Testing

@testable import RecoveryEngine

/// Common mistakes, each with the complete report.
@Suite struct BadInputTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var text: String
        var said: String

        init(_ name: String, _ text: String, says said: String) {
            self.name = name
            self.text = text
            self.said = said
        }

        var testDescription: String { name }
    }

    @Test(arguments: cases) func `each is reported at its location with its fix`(_ example: Case) {
        #expect(PolicySamples.diagnostics(example.text) == example.said)
    }

    static let cases = [
        Case(
            "an unknown key",
            PolicySamples.minimal(
                and: """
                    databses: []

                    """),
            says: """
                dr.yaml:6:1: error: unknown key `databses` [unknown-key]
                  hint: did you mean `databases`?
                """),
        Case(
            "an unknown key that resembles nothing",
            """
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata: {name: kb}
            scope: {accounts: ["123456789012"], regions: [us-east-1]}
            objectives: {rto: 4h, colour: red, rpo: 24h}

            """,
            says: """
                dr.yaml:5:23: error: objectives: unknown key `colour` [unknown-key]
                  hint: the keys here are rto, rpo
                """),
        Case(
            "a duplicate key",
            PolicySamples.minimal(
                and: """
                    dashboard: a
                    drill: null
                    dashboard: b
                    dashboard: c

                    """),
            says: """
                dr.yaml:8:1: error: duplicate key `dashboard`; the first is in line 6 [duplicate-key]
                  hint: delete one of the two
                dr.yaml:9:1: error: duplicate key `dashboard`; the first is in line 6 [duplicate-key]
                  hint: delete one of the two
                """),
        Case(
            "duplicate keys in two maps, and a wrong unit besides",
            """
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata: {name: kb}
            scope: {accounts: ["123456789012"], regions: [us-east-1]}
            objectives: {rto: 4h, rpo: 24h, rto: 5h}
            tags: {"a": b, 'a': c}
            budget: 5

            """,
            says: """
                dr.yaml:5:33: error: duplicate key `rto`; the first is in line 5 [duplicate-key]
                  hint: delete one of the two
                dr.yaml:6:16: error: duplicate key `a`; the first is in line 6 [duplicate-key]
                  hint: delete one of the two
                dr.yaml:7:9: error: budget: `5` is not an amount [missing-unit]
                  hint: write `5 USD/month`
                """),
        Case(
            "a wrong unit",
            """
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata: {name: kb}
            scope: {accounts: ["123456789012"], regions: [us-east-1]}
            objectives: {rto: 4hours, rpo: 24h}

            """,
            says: """
                dr.yaml:5:19: error: objectives.rto: `4hours` is not a duration [wrong-unit]
                  hint: write `4h`
                """),
        Case(
            "no unit",
            """
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata: {name: kb}
            scope: {accounts: ["123456789012"], regions: [us-east-1]}
            objectives: {rto: 4, rpo: 24h}

            """,
            says: """
                dr.yaml:5:19: error: objectives.rto: `4` has no unit [missing-unit]
                  hint: write 4h or 4d; units are s, m, h, d, w, mo, y
                """),
        Case(
            "two units",
            """
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata: {name: kb}
            scope: {accounts: ["123456789012"], regions: [us-east-1]}
            objectives: {rto: 4h, rpo: 1d12h}

            """,
            says: """
                dr.yaml:5:28: error: objectives.rpo: `1d12h` is not a duration [wrong-unit]
                  hint: write `36h`
                """),
        Case(
            "a unit in capitals",
            """
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata: {name: kb}
            scope: {accounts: ["123456789012"], regions: [us-east-1]}
            objectives: {rto: 4h, rpo: 24H}

            """,
            says: """
                dr.yaml:5:28: error: objectives.rpo: `24H` is not a duration [wrong-unit]
                  hint: write `24h`
                """),
        Case(
            "a size in the wrong unit",
            PolicySamples.minimal(
                and: """
                    notifications: {topic: t, subscribers: [{email: a@b.c}]}
                    alarms: {freeStorage: 20GB}

                    """),
            says: """
                dr.yaml:7:23: error: alarms.freeStorage: `20GB` is not a size [wrong-unit]
                  hint: write `20GiB`
                """),
        Case(
            "money without a period",
            PolicySamples.minimal(
                and: """
                    budget: 25 USD

                    """),
            says: """
                dr.yaml:6:9: error: budget: `25 USD` is not an amount [wrong-unit]
                  hint: write `25 USD/month`
                """),
        Case(
            "a sexagesimal time for a duration",
            """
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata: {name: kb}
            scope: {accounts: ["123456789012"], regions: [us-east-1]}
            objectives: {rto: 1:30:00, rpo: 24h}

            """,
            says: """
                dr.yaml:5:19: error: objectives.rto: `1:30:00` is not a duration [sexagesimal-time]
                  YAML 1.1 tools read it as a number in base 60, others as text.
                  hint: write `90m`
                """),
        Case(
            "a sexagesimal time for a window",
            PolicySamples.minimal(
                and: """
                    databases:
                      - select: {ids: [kb]}
                        backups: {window: 02:00}

                    """),
            says: """
                dr.yaml:8:23: error: databases[0].backups.window: `02:00` is not a daily window [sexagesimal-time]
                  YAML 1.1 tools read it as a number in base 60, and a window needs an end.
                  hint: write `02:00-02:30`
                """),
        Case(
            "a window without leading zeros",
            PolicySamples.minimal(
                and: """
                    databases:
                      - select: {ids: [kb]}
                        backups: {window: 2:00-2:30}

                    """),
            says: """
                dr.yaml:8:23: error: databases[0].backups.window: `2:00-2:30` is not a daily window [invalid-value]
                  hint: write `02:00-02:30`
                """),
        Case(
            "a window that is too short",
            PolicySamples.minimal(
                and: """
                    databases:
                      - select: {ids: [kb]}
                        backups: {window: 02:00-02:15}

                    """),
            says: """
                dr.yaml:8:23: error: databases[0].backups.window: `02:00-02:15` is 15 minutes long, but AWS requires at least 30 [invalid-value]
                  hint: move its end
                """),
        Case(
            "an account id with a leading zero and no quotes",
            """
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata: {name: kb}
            scope: {accounts: [012345678901], regions: [us-east-1]}
            objectives: {rto: 4h, rpo: 24h}

            """,
            says: """
                dr.yaml:4:20: error: scope.accounts[0]: the account id `012345678901` needs quotes [unquoted-account-id]
                  Without quotes YAML tools read it as an octal number or drop the zero.
                  hint: write "012345678901"
                """),
        Case(
            "an account id without quotes",
            """
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata: {name: kb}
            scope: {accounts: [123456789012], regions: [us-east-1]}
            objectives: {rto: 4h, rpo: 24h}

            """,
            says: """
                dr.yaml:4:20: warning: scope.accounts[0]: the account id `123456789012` should be in quotes [unquoted-account-id]
                  Other YAML tools read it as a number.
                  hint: write "123456789012"
                """),
        Case(
            "an account id that lost its zero",
            """
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata: {name: kb}
            scope: {accounts: [12345678901], regions: [us-east-1]}
            objectives: {rto: 4h, rpo: 24h}

            """,
            says: """
                dr.yaml:4:20: error: scope.accounts[0]: `12345678901` is not an account id, which has twelve digits [invalid-value]
                  hint: if it begins with zeros, include them and add quotes: "012345678901"
                """),
        Case(
            "a boolean that YAML 1.1 knows",
            PolicySamples.minimal(
                and: """
                    storage:
                      - {bucket: kb-backups, versioning: on, tlsOnly: yes}

                    """),
            says: """
                dr.yaml:7:38: error: storage[0].versioning: `on` is a boolean to some YAML tools and a string to others [boolean-word]
                  hint: write `true`
                dr.yaml:7:51: error: storage[0].tlsOnly: `yes` is a boolean to some YAML tools and a string to others [boolean-word]
                  hint: write `true`
                """),
        Case(
            "a boolean in quotes",
            PolicySamples.minimal(
                and: """
                    storage:
                      - {bucket: kb-backups, versioning: "true"}

                    """),
            says: """
                dr.yaml:7:38: error: storage[0].versioning: "true" in quotes is a string [boolean-word]
                  hint: write `true`
                """),
        Case(
            "a text where a list is needed",
            """
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata: {name: kb}
            scope: {accounts: ["123456789012"], regions: us-east-1}
            objectives: {rto: 4h, rpo: 24h}

            """,
            says: """
                dr.yaml:4:46: error: scope.regions: expected list of region such as `us-east-1`, found a single value [wrong-type]
                  hint: put it in brackets: [us-east-1]
                """),
        Case(
            "a list where a map is needed",
            PolicySamples.minimal(
                and: """
                    databases:
                      - select: [kb-prod]

                    """),
            says: """
                dr.yaml:7:13: error: databases[0].select: expected map, found a list [wrong-type]
                  hint: write it as a map with the keys ids, tags, atLeast
                """),
        Case(
            "a map where a value is needed",
            """
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata: {name: kb}
            scope: {accounts: ["123456789012"], regions: [us-east-1]}
            objectives: {rto: {hours: 4}, rpo: 24h}

            """,
            says: """
                dr.yaml:5:19: error: objectives.rto: expected duration such as `4h`, found a map [wrong-type]
                """),
        Case(
            "nothing where a value is needed",
            PolicySamples.minimal(
                and: """
                    dashboard:

                    """),
            says: """
                dr.yaml:6:11: error: dashboard: expected dashboard name such as `kb-recovery`, found nothing [empty-value]
                  hint: write a value or delete the key
                """),
        Case(
            "missing keys",
            """
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata: {owner: me}
            objectives: {rto: 4h}

            """,
            says: """
                dr.yaml:1:1: error: `scope` is missing [missing-key]
                  Where the policy applies. Other accounts and regions are refused.
                dr.yaml:3:11: error: metadata: `name` is missing [missing-key]
                  The policy's name in the ledger, the evidence and the tag `drctl:policy`.
                dr.yaml:4:13: error: objectives: `rpo` is missing [missing-key]
                  The most data that may be lost, such as `24h`.
                """),
        Case(
            "another version of the language",
            """
            apiVersion: drctl/v2
            kind: RecoveryPolicy
            metadata: {name: kb}
            scope: {accounts: ["123456789012"], regions: [us-east-1]}
            objectives: {rto: 4h, rpo: 24h}

            """,
            says: """
                dr.yaml:1:13: error: apiVersion: unknown value `drctl/v2` [unknown-word]
                  hint: did you mean `drctl/v1`?
                """),
        Case(
            "a region's zone",
            """
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata: {name: kb}
            scope: {accounts: ["123456789012"], regions: [us-east-1a]}
            objectives: {rto: 4h, rpo: 24h}

            """,
            says: """
                dr.yaml:4:47: error: scope.regions[0]: `us-east-1a` is not a region [invalid-value]
                  hint: write `us-east-1`: the letter names an Availability Zone
                """),
        Case(
            "a placeholder that is unknown",
            PolicySamples.minimal(
                and: """
                    storage:
                      - {bucket: "kb-${env}"}

                    """),
            says: """
                dr.yaml:7:14: error: storage[0].bucket: unknown placeholder `${env}` [unknown-placeholder]
                  hint: use ${account} or ${region}
                """),
        Case(
            "a name that AWS refuses",
            PolicySamples.minimal(
                and: """
                    storage:
                      - {bucket: KB_Backups}

                    """),
            says: """
                dr.yaml:7:14: error: storage[0].bucket: `KB_Backups` is not a valid bucket name: `K` is not allowed [invalid-value]
                  hint: write it as `kb-backups-${account}-${region}`
                """),
        Case(
            "a topic that takes no alarm",
            PolicySamples.minimal(
                and: """
                    notifications: {topic: alerts.fifo, subscribers: [{email: a@example.com}]}

                    """),
            says: """
                dr.yaml:6:24: error: notifications.topic: `alerts.fifo` is not a valid topic name: it is a FIFO topic, to which RDS sends no events and which takes no address [invalid-value]
                  hint: write it as `kb-dr-alerts`
                """),
        Case(
            "a day that is not in the calendar",
            PolicySamples.minimal(
                and: """
                    waivers:
                      - {control: database.multi-az, resource: "*", reason: r, owner: o, expires: 2027-02-30}

                    """),
            says: """
                dr.yaml:7:79: error: waivers[0].expires: `2027-02-30` is not a date [invalid-value]
                  hint: write year, month and day, such as 2027-03-31
                """),
        Case(
            "no choice of several",
            PolicySamples.minimal(
                and: """
                    roles:
                      - {name: r, may: [audit], trust: {mfa: true}}

                    """),
            says: """
                dr.yaml:7:36: error: roles[0].trust: exactly one of `githubActions`, `account` and `service` is required, found none [one-of]
                """),
        Case(
            "two choices of several",
            PolicySamples.minimal(
                and: """
                    roles:
                      - {name: r, may: [audit], trust: {account: "123456789012", service: backup.amazonaws.com}}

                    """),
            says: """
                dr.yaml:7:36: error: roles[0].trust: exactly one of `githubActions`, `account` and `service` is required, found `account` and `service` [one-of]
                """),
        Case(
            "a check that asks for nothing",
            PolicySamples.minimal(
                and: """
                    drill:
                      into: {subnetGroup: g, securityGroups: [sg-1], instanceClass: db.t4g.medium}
                      checks:
                        - {name: a, query: select 1}
                        - {name: b, table: t, compare: checksum}
                        - {name: c, table: t, expect: 0}

                    """),
            says: """
                dr.yaml:9:7: error: drill.checks[0]: `expect` is missing [missing-key]
                  hint: write the expected value: `expect: 0` or `expect: {atLeast: 1}`
                dr.yaml:10:7: error: drill.checks[1]: `columns` is missing [missing-key]
                  hint: name the columns that never change: `columns: [id]`
                dr.yaml:11:7: error: drill.checks[2]: `expect` requires `query` [invalid-value]
                  hint: a table is compared with the source
                """),
        Case(
            "an empty file",
            """

            """,
            says: """
                dr.yaml:1:1: error: the file contains no policy [empty-policy]
                  hint: write a policy: docs/policy.md shows one
                """),
        Case(
            "a file of comments",
            """
            # nothing

            # yet

            """,
            says: """
                dr.yaml:1:1: error: the file contains no policy [empty-policy]
                  hint: write a policy: docs/policy.md shows one
                """),
        Case(
            "an empty document",
            """
            ---

            """,
            says: """
                dr.yaml:2:1: error: the file contains no policy [empty-policy]
                  hint: write a policy: docs/policy.md shows one
                """),
        Case(
            "a text that is no map",
            """
            hello

            """,
            says: """
                dr.yaml:1:1: error: expected a map, found a single value [wrong-type]
                  hint: begin with `apiVersion: drctl/v1`
                """),
        Case(
            "several documents",
            PolicySamples.minimal(
                and: """
                    ---
                    apiVersion: drctl/v1
                    kind: RecoveryPolicy
                    metadata: {name: kb}
                    scope: {accounts: ["123456789012"], regions: [us-east-1]}
                    objectives: {rto: 4h, rpo: 24h}

                    """),
            says: """
                dr.yaml:7:1: error: a second document begins here [several-documents]
                  hint: move it to a separate file: a file holds one policy
                """),
        Case(
            "an anchor and an alias",
            """
            apiVersion: drctl/v1
            kind: RecoveryPolicy
            metadata: {name: kb}
            scope: {accounts: ["123456789012"], regions: [us-east-1]}
            objectives: &o {rto: 4h, rpo: 24h}
            tags: *o

            """,
            says: """
                dr.yaml:5:13: error: anchors such as &o are not part of the policy language [anchor]
                  hint: write the value in place, or share it through `extends`
                dr.yaml:6:7: error: aliases such as *o are not part of the policy language [alias]
                  hint: write the value in place, or share it through `extends`; quote text that begins with *
                """),
        Case(
            "a merge key",
            PolicySamples.minimal(
                and: """
                    tags:
                      <<: {app: kb}

                    """),
            says: """
                dr.yaml:7:3: error: merge keys (<<) are not part of the policy language [merge-key]
                  hint: write the keys in place, or share them through `extends`
                """),
        Case(
            "a tag",
            PolicySamples.minimal(
                and: """
                    dashboard: !!binary a2I=

                    """),
            says: """
                dr.yaml:6:12: error: tags such as tag:yaml.org,2002:binary are not part of the policy language [tag]
                  hint: delete the tag: the field decides the type
                """),
        Case(
            "a tab in the indentation",
            PolicySamples.minimal(
                and: """
                    tags:
                    \tapp: kb

                    """),
            says: """
                dr.yaml:7:1: error: a tab where YAML requires spaces [tab-indentation]
                  hint: indent with spaces
                """),
        Case(
            "an open bracket",
            PolicySamples.minimal(
                and: """
                    tags: {app: kb

                    """),
            says: """
                dr.yaml:6:7: error: invalid YAML: did not find expected ',' or '}' [yaml-syntax]
                  hint: close the map with `}`, or put a comma between its keys
                """),
        Case(
            "an open quote",
            PolicySamples.minimal(
                and: """
                    dashboard: "kb
                    budget: 5 USD/month

                    """),
            says: """
                dr.yaml:6:12: error: invalid YAML: found unexpected end of stream [yaml-syntax]
                  hint: close the quote that begins here
                """),
        Case(
            "a colon in a text",
            PolicySamples.minimal(
                and: """
                    dashboard: kb: recovery

                    """),
            says: """
                dr.yaml:6:14: error: invalid YAML: mapping values are not allowed in this context [yaml-syntax]
                  hint: quote text that contains a colon and a space, or check the indentation
                """),
        Case(
            "a key without a colon",
            PolicySamples.minimal(
                and: """
                    dashboard kb
                    budget: 5 USD/month

                    """),
            says: """
                dr.yaml:6:1: error: invalid YAML: could not find expected ':' [yaml-syntax]
                  hint: a key needs a colon and a space after it
                """),
        Case(
            "a wrong indentation",
            PolicySamples.minimal(
                and: """
                    tags:
                      app: kb
                     team: a

                    """),
            says: """
                dr.yaml:8:2: error: invalid YAML: did not find expected key [yaml-syntax]
                  hint: check the indentation: keys of one map and items of one list must begin in the same column
                """),
        Case(
            "a text that begins with a at sign",
            PolicySamples.minimal(
                and: """
                    dashboard: @kb

                    """),
            says: """
                dr.yaml:6:12: error: invalid YAML: found character that cannot start any token [yaml-syntax]
                  hint: quote text that begins with `@`
                """),
        Case(
            "a control character",
            PolicySamples.minimal(
                and: """
                    dashboard: k\u{7}b

                    """),
            says: """
                dr.yaml:6:13: error: the character U+0007 is not allowed [control-character]
                  hint: delete it
                """),
    ]
}
