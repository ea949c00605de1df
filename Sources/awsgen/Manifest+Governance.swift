extension Manifest {
    static let governance: [Entry] = [
        Entry("cloudtrail", "CloudTrail", Use(.drift, calls: "LookupEvents")),
        Entry("cloudformation", "CloudFormation", Use(.templates, calls: "GetTemplate")),
        Entry("organizations", "Organizations", Use(.targets, calls: "ListAccounts")).with {
            $0.rules.plain = ["AccountName", "Email"]
        },
        // What drctl made, what others' tools manage, what a killed run left.
        Entry(
            "resourcegroupstaggingapi", "ResourceGroupsTaggingAPI",
            Use(.policies, .audit, .apply, .alarmsTest, calls: "GetResources")),
        Entry(
            "securityhub", "SecurityHub", Use(.findings, calls: "BatchImportFindings")
        ).with {
            // Other products' findings, and a schema of each kind of resource.
            $0.rules.omitted = [
                "AwsSecurityFinding": [
                    "Action", "Detection", "GeneratorDetails", "Malware", "Network", "NetworkPath", "Note",
                    "PatchSummary", "Process", "RelatedFindings", "ThreatIntelIndicators", "Threats", "Vulnerabilities",
                ],
                "Resource": ["DataClassification", "Details"],
            ]
            $0.rules.decisive["BatchImportFindingsResponse"] = ["FailedCount"]
        },
    ]
}
