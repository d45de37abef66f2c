namespace nanoFramework.M2Mqtt
{
    /// <summary>Protection of a connection.</summary>
    public enum MqttSslProtocols
    {
        /// <summary>None.</summary>
        None = 0,

        /// <summary>TLS 1.2.</summary>
        TLSv1_2 = 4,

        /// <summary>TLS 1.3.</summary>
        TLSv1_3 = 5,
    }

    /// <summary>Version of the protocol.</summary>
    public enum MqttProtocolVersion
    {
        /// <summary>3.1.1.</summary>
        Version_3_1_1 = 4,

        /// <summary>5.</summary>
        Version_5 = 5,
    }
}

namespace nanoFramework.M2Mqtt.Exceptions
{
    /// <summary>The broker can't be reached.</summary>
    public sealed class MqttConnectionException(string message, Exception? innerException) : Exception(message, innerException);

    /// <summary>The connection is dead.</summary>
    public sealed class MqttCommunicationException() : Exception("Exception of type MqttCommunicationException was thrown.");
}

namespace nanoFramework.M2Mqtt.Messages
{
    /// <summary>Quality of service.</summary>
    public enum MqttQoSLevel
    {
        /// <summary>Sent and forgotten.</summary>
        AtMostOnce = 0,

        /// <summary>Sent until acknowledged.</summary>
        AtLeastOnce = 1,

        /// <summary>Arrives once.</summary>
        ExactlyOnce = 2,
    }

    /// <summary>The broker's answer to a connection (MQTT 3.1.1, table 3.1).</summary>
    public enum MqttReasonCode
    {
        /// <summary>Accepted.</summary>
        Success = 0,

        /// <summary>Refused: protocol version.</summary>
        ConnectionRefusedUnacceptableProtocolVersion = 1,

        /// <summary>Refused: client identifier.</summary>
        ConnectionRefusedIdentifierRejected = 2,

        /// <summary>Refused: server unavailable.</summary>
        ConnectionRefusedServerUnavailable = 3,

        /// <summary>Refused: user name or password.</summary>
        ConnectionRefusedBadUserNameOrPassword = 4,

        /// <summary>Refused: not authorised.</summary>
        ConnectionRefusedNotAuthorized = 5,
    }

    /// <summary>A message of a topic that was subscribed to.</summary>
    public sealed class MqttMsgPublishEventArgs(string topic, byte[] message, bool dupFlag, MqttQoSLevel qosLevel, bool retain) : EventArgs
    {
        /// <summary>Its topic.</summary>
        public string Topic { get; } = topic;

        /// <summary>Its content.</summary>
        public byte[] Message { get; } = message;

        /// <summary>It may have come before.</summary>
        public bool DupFlag { get; } = dupFlag;

        /// <summary>Its quality of service.</summary>
        public MqttQoSLevel QosLevel { get; } = qosLevel;

        /// <summary>The broker had kept it.</summary>
        public bool Retain { get; } = retain;
    }

    /// <summary>Tells that the broker has confirmed a subscription.</summary>
    public sealed class MqttMsgSubscribedEventArgs(ushort messageId) : EventArgs
    {
        /// <summary>Identifier that <c>Subscribe</c> gave it.</summary>
        public ushort MessageId { get; } = messageId;
    }

    /// <summary>Tells what became of a published message.</summary>
    public sealed class MqttMsgPublishedEventArgs(ushort messageId, bool isPublished) : EventArgs
    {
        /// <summary>Identifier that <c>Publish</c> gave it.</summary>
        public ushort MessageId { get; } = messageId;

        /// <summary>The broker has acknowledged it.</summary>
        public bool IsPublished { get; } = isPublished;
    }
}
