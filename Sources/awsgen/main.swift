print("awsgen")
