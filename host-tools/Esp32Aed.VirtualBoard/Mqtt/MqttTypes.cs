namespace nanoFramework.M2Mqtt
{
    /// <summary>Protection of a connection.</summary>
    public enum MqttSslProtocols
    {
        /// <summary>None.</summary>
        None = 0,

        /// <summary>TLS 1.2.</summary>
        TLSv1_2 = 4,
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

    /// <summary>Tells what became of a published message.</summary>
    public sealed class MqttMsgPublishedEventArgs(ushort messageId, bool isPublished) : EventArgs
    {
        /// <summary>Identifier that <c>Publish</c> gave it.</summary>
        public ushort MessageId { get; } = messageId;

        /// <summary>The broker has acknowledged it.</summary>
        public bool IsPublished { get; } = isPublished;
    }
}
