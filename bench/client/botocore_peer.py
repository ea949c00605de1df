"""botocore's side of the benchmarks of requests and responses; each verb prints `name=value`.

    botocore_peer.py page FILE          writes a page of DescribeDBInstances of a megabyte
    botocore_peer.py parse FILE ROUNDS  the best time of parsing it, and what was found in it
    botocore_peer.py sign ROUNDS        the best time of a request, serialised and signed, and its body
"""

import sys
import time

import botocore.session
from botocore.auth import SigV4Auth
from botocore.awsrequest import create_request_object, prepare_request_dict
from botocore.credentials import Credentials
from botocore.parsers import create_parser
from botocore.serialize import create_serializer

BATCH = 30  # As short as our own, so that a busy machine finds room for one in a slice of time.
SIZE = 1_000_000

# The members of an ordinary PostgreSQL instance, in the order and with the white space of the service.
INSTANCE = """      <DBInstance>
        <DBInstanceIdentifier>orders-{n:04}</DBInstanceIdentifier>
        <DBInstanceClass>db.r6g.{size}</DBInstanceClass>
        <Engine>postgres</Engine>
        <DBInstanceStatus>available</DBInstanceStatus>
        <MasterUsername>postgres</MasterUsername>
        <DBName>orders</DBName>
        <Endpoint>
          <Address>orders-{n:04}.c9akciq32rgw.eu-west-1.rds.amazonaws.com</Address>
          <Port>5432</Port>
          <HostedZoneId>Z29XKXDKYMONMX</HostedZoneId>
        </Endpoint>
        <AllocatedStorage>{storage}</AllocatedStorage>
        <InstanceCreateTime>2024-03-{day:02}T09:15:{second:02}.{n:03}Z</InstanceCreateTime>
        <PreferredBackupWindow>02:00-02:30</PreferredBackupWindow>
        <BackupRetentionPeriod>35</BackupRetentionPeriod>
        <DBSecurityGroups/>
        <VpcSecurityGroups>
          <VpcSecurityGroupMembership>
            <VpcSecurityGroupId>sg-0a1b2c3d4e5f6{n:04}</VpcSecurityGroupId>
            <Status>active</Status>
          </VpcSecurityGroupMembership>
          <VpcSecurityGroupMembership>
            <VpcSecurityGroupId>sg-0f1e2d3c4b5a6{n:04}</VpcSecurityGroupId>
            <Status>active</Status>
          </VpcSecurityGroupMembership>
        </VpcSecurityGroups>
        <DBParameterGroups>
          <DBParameterGroup>
            <DBParameterGroupName>orders-postgres16</DBParameterGroupName>
            <ParameterApplyStatus>in-sync</ParameterApplyStatus>
          </DBParameterGroup>
        </DBParameterGroups>
        <AvailabilityZone>eu-west-1{zone}</AvailabilityZone>
        <DBSubnetGroup>
          <DBSubnetGroupName>databases</DBSubnetGroupName>
          <DBSubnetGroupDescription>Private subnets for databases</DBSubnetGroupDescription>
          <VpcId>vpc-0123456789abcdef0</VpcId>
          <SubnetGroupStatus>Complete</SubnetGroupStatus>
          <Subnets>
{subnets}          </Subnets>
        </DBSubnetGroup>
        <PreferredMaintenanceWindow>sun:04:00-sun:04:30</PreferredMaintenanceWindow>
        <PendingModifiedValues/>
        <LatestRestorableTime>2026-11-23T05:{second:02}:15Z</LatestRestorableTime>
        <MultiAZ>true</MultiAZ>
        <EngineVersion>16.4</EngineVersion>
        <AutoMinorVersionUpgrade>false</AutoMinorVersionUpgrade>
        <ReadReplicaDBInstanceIdentifiers>
          <ReadReplicaDBInstanceIdentifier>orders-{n:04}-replica</ReadReplicaDBInstanceIdentifier>
        </ReadReplicaDBInstanceIdentifiers>
        <LicenseModel>postgresql-license</LicenseModel>
        <Iops>12000</Iops>
        <StorageThroughput>500</StorageThroughput>
        <OptionGroupMemberships>
          <OptionGroupMembership>
            <OptionGroupName>default:postgres-16</OptionGroupName>
            <Status>in-sync</Status>
          </OptionGroupMembership>
        </OptionGroupMemberships>
        <SecondaryAvailabilityZone>eu-west-1b</SecondaryAvailabilityZone>
        <PubliclyAccessible>false</PubliclyAccessible>
        <StorageType>gp3</StorageType>
        <DbInstancePort>0</DbInstancePort>
        <StorageEncrypted>true</StorageEncrypted>
        <KmsKeyId>arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-{n:012}</KmsKeyId>
        <DbiResourceId>db-ABCDEFGHIJKLMNOPQRSTUV{n:04}</DbiResourceId>
        <CACertificateIdentifier>rds-ca-rsa2048-g1</CACertificateIdentifier>
        <DomainMemberships/>
        <CopyTagsToSnapshot>true</CopyTagsToSnapshot>
        <MonitoringInterval>60</MonitoringInterval>
        <EnhancedMonitoringResourceArn>arn:aws:logs:eu-west-1:123456789012:log-group:RDSOSMetrics:log-stream:db-ABCDEFGHIJKLMNOPQRSTUV{n:04}</EnhancedMonitoringResourceArn>
        <MonitoringRoleArn>arn:aws:iam::123456789012:role/rds-monitoring-role</MonitoringRoleArn>
        <PromotionTier>1</PromotionTier>
        <DBInstanceArn>arn:aws:rds:eu-west-1:123456789012:db:orders-{n:04}</DBInstanceArn>
        <IAMDatabaseAuthenticationEnabled>true</IAMDatabaseAuthenticationEnabled>
        <PerformanceInsightsEnabled>true</PerformanceInsightsEnabled>
        <PerformanceInsightsKMSKeyId>arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab</PerformanceInsightsKMSKeyId>
        <PerformanceInsightsRetentionPeriod>7</PerformanceInsightsRetentionPeriod>
        <EnabledCloudwatchLogsExports>
          <member>postgresql</member>
          <member>upgrade</member>
        </EnabledCloudwatchLogsExports>
        <DeletionProtection>true</DeletionProtection>
        <AssociatedRoles/>
        <MaxAllocatedStorage>1000</MaxAllocatedStorage>
        <TagList>
{tags}        </TagList>
        <NetworkType>IPV4</NetworkType>
        <BackupTarget>region</BackupTarget>
        <CertificateDetails>
          <CAIdentifier>rds-ca-rsa2048-g1</CAIdentifier>
          <ValidTill>2027-03-01T09:15:00Z</ValidTill>
        </CertificateDetails>
        <ActivityStreamStatus>stopped</ActivityStreamStatus>
        <CustomerOwnedIpEnabled>false</CustomerOwnedIpEnabled>
        <DedicatedLogVolume>false</DedicatedLogVolume>
        <IsStorageConfigUpgradeAvailable>false</IsStorageConfigUpgradeAvailable>
        <EngineLifecycleSupport>open-source-rds-extended-support</EngineLifecycleSupport>
      </DBInstance>
"""
SUBNET = """            <Subnet>
              <SubnetIdentifier>subnet-0{i}1e2d3c4b5a69788</SubnetIdentifier>
              <SubnetAvailabilityZone>
                <Name>eu-west-1{zone}</Name>
              </SubnetAvailabilityZone>
              <SubnetOutpost/>
              <SubnetStatus>Active</SubnetStatus>
            </Subnet>
"""
TAG = """          <Tag>
            <Key>{key}</Key>
            <Value>{value}</Value>
          </Tag>
"""
TAGS = {"environment": "production", "team": "orders &amp; payments", "cost-centre": "4711", "tier": "gold", "backup": "dr"}
HEAD = """<DescribeDBInstancesResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/">
  <DescribeDBInstancesResult>
    <DBInstances>
"""
TAIL = """    </DBInstances>
  </DescribeDBInstancesResult>
  <ResponseMetadata>
    <RequestId>9135fff3-8509-11e0-bd9b-a7b1ece36d51</RequestId>
  </ResponseMetadata>
</DescribeDBInstancesResponse>
"""

PARAMETERS = {
    "Filters": [
        {"Name": "engine", "Values": ["postgres", "aurora-postgresql"]},
        {"Name": "db-instance-id", "Values": ["arn:aws:rds:eu-west-1:123456789012:db:orders-0001"]},
    ],
    "MaxRecords": 100,
    "Marker": "bWFya2VyLW9mLWEtcGFnZQ==",
}
TOKEN = "IQoJb3JpZ2luX2VjE" + "AbCd0123456789/+" * 40 + "=="


def instance(n):
    return INSTANCE.format(
        n=n, size=("large", "xlarge", "2xlarge")[n % 3], storage=100 + n, day=n % 28 + 1, second=n % 60, zone="abc"[n % 3],
        subnets="".join(SUBNET.format(i=i, zone="abc"[i]) for i in range(3)),
        tags="".join(TAG.format(key=key, value=value) for key, value in TAGS.items()))


def page(path):
    text, n = HEAD, 0
    while len(text) + len(TAIL) < SIZE:
        text += instance(n)
        n += 1
    with open(path, "w", encoding="utf-8") as file:
        file.write(text + TAIL)


def model():
    return botocore.session.get_session().get_service_model("rds").operation_model("DescribeDBInstances")


def best(rounds, work):
    """The shortest of the rounds: whatever else the machine does only adds."""
    shortest = float("inf")
    for _ in range(rounds):
        begin = time.perf_counter()
        result = work()
        shortest = min(shortest, time.perf_counter() - begin)
    return shortest, result


def parse(path, rounds):
    with open(path, "rb") as file:
        body = file.read()
    parser, shape = create_parser("query"), model().output_shape
    response = {"body": body, "headers": {}, "status_code": 200}
    seconds, result = best(rounds, lambda: parser.parse(response, shape))
    instances = result["DBInstances"]
    tags = sum(len(tag["Value"]) for found in instances for tag in found["TagList"])
    print(f"seconds={seconds} bytes={len(body)} instances={len(instances)} tags={tags}")


def sign(rounds):
    operation, serializer = model(), create_serializer("query")
    signer = SigV4Auth(Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", TOKEN), "rds", "eu-west-1")

    def batch():
        for _ in range(BATCH):
            parts = serializer.serialize_to_request(PARAMETERS, operation)
            prepare_request_dict(parts, "https://rds.eu-west-1.amazonaws.com", user_agent="drctl", context={})
            request = create_request_object(parts)
            signer.add_auth(request)
            prepared = request.prepare()  # What botocore's transport takes, as ours takes the signed request.
        return prepared

    seconds, prepared = best(rounds, batch)
    body = "&".join(sorted(prepared.body.split("&")))
    print(f"seconds={seconds / BATCH} body={body}")


def main():
    verb, arguments = sys.argv[1], sys.argv[2:]
    if verb == "page":
        page(arguments[0])
    elif verb == "parse":
        parse(arguments[0], int(arguments[1]))
    elif verb == "sign":
        sign(int(arguments[0]))


main()
